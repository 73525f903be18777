"""The languages in which pages are written: catalogues of the templates, and the grammar of each; not what is said."""
