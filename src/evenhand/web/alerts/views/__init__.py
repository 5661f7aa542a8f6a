"""Views of feeds and e-mail alerts."""
