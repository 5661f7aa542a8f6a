"""The core's tests are run after every change, so they look at fewer random examples than the oracles do."""

from hypothesis import settings

settings.register_profile("seconds", max_examples=40)
settings.load_profile("seconds")
