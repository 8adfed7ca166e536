"""What the website shows, one frozen dataclass a page; only what everybody may see, whoever asks."""

from jumelage.website.queries.agreement import AgreementPage, agreement_page
from jumelage.website.queries.edition import EditionPage, edition_page
from jumelage.website.queries.frame import Head, Link, furniture, prose_head
from jumelage.website.queries.home import HomePage, home_page
from jumelage.website.queries.institution import InstitutionPage, institution_page
from jumelage.website.queries.partnership import PartnershipPage, partnership_page
from jumelage.website.queries.person import PersonPage, person_page
from jumelage.website.queries.search import SearchPage, search_page
from jumelage.website.queries.series import SeriesPage, series_page
from jumelage.website.queries.topic import TopicPage, topic_page

__all__ = [
    "AgreementPage",
    "EditionPage",
    "Head",
    "HomePage",
    "InstitutionPage",
    "Link",
    "PartnershipPage",
    "PersonPage",
    "SearchPage",
    "SeriesPage",
    "TopicPage",
    "agreement_page",
    "edition_page",
    "furniture",
    "home_page",
    "institution_page",
    "partnership_page",
    "person_page",
    "prose_head",
    "search_page",
    "series_page",
    "topic_page",
]
