"""The public pages about frameworks, by what people look at."""
