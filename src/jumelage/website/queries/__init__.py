"""What the website shows, one frozen dataclass a page; only what everybody may see, whoever asks."""

from jumelage.website.queries.edition import EditionPage, edition_page
from jumelage.website.queries.frame import Head, Link, furniture, prose_head
from jumelage.website.queries.home import HomePage, home_page
from jumelage.website.queries.partnership import PartnershipPage, partnership_page
from jumelage.website.queries.series import SeriesPage, series_page

__all__ = [
    "EditionPage",
    "Head",
    "HomePage",
    "Link",
    "PartnershipPage",
    "SeriesPage",
    "edition_page",
    "furniture",
    "home_page",
    "partnership_page",
    "prose_head",
    "series_page",
]
