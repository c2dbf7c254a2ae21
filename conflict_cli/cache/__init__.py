"""A cache: what is kept between runs, in the folder of the user."""
