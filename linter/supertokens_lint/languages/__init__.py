"""One reader a language, each turning source text into the neutral form of :mod:`.ir`."""
