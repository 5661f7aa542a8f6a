"""From proposed grades and facts to what is allowed. A grade is a person's judgement; this only says its limits."""
