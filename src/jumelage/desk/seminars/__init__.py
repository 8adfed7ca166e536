"""Who came to an edition and what it was about, what it was linked with, and job shadowings: the screens of these kinds."""
