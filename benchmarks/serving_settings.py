"""The product's settings without the limit on how often one address may ask: here one address is everybody."""

from evenhand.web.settings import *  # noqa: F403

API_REQUESTS_A_MINUTE = 0
