"""Renderings of one statement beside one another: how two differ, and which quotes may be renderings of the same."""
