"""Leergang: the learning portal of Dutch local government."""
