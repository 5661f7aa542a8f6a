"""The settings with a kind of job that only tests know; for workers that run as processes of their own."""

from evenhand.web.settings import *  # noqa: F403

JOB_KINDS = ["tests.web.jobs_story"]
