"""How an event is put in words."""

from django.utils.functional import Promise

# For each action: what was done (for the filter), and the sentence. {by} is who did it, {id} the subject; other names
# are details.
Sentences = dict[str, tuple[str | Promise, str | Promise]]
