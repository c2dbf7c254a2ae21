"""Unpacking: files that are not a plain table become one, in a private folder that is deleted at the end."""
