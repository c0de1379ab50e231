"""The learned tagger: which tokens are content, cue and source, and which of them belong together.

A convolutional network over word classes tags tokens, a small scorer links the tagged spans; both run in numpy from
weights that are data of a language (``corpus/lang/<code>/model.npz``). A language without weights has no tagger.
"""
