"""Grades counted: by period, region, sector, kind of inspection; always on one stated basis, small numbers hidden."""
