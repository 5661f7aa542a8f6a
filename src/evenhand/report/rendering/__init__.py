"""A sealed report as HTML and as a PDF for everybody (PDF/UA-1), and the proof that one shows the other. No Django.

The only place of the core that knows Jinja2, WeasyPrint and pikepdf; the last two are imported when they are needed,
so that the command line answers at once and a machine without Pango can do everything else.
"""
