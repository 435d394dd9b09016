"""What earlier runs answered, kept on disk; see ``docs/cache.md``.

An entry is the whole answer of one run together with everything that the run asked: of the disk,
of git, and of the code that ran. It is given again only when all of these questions have the same
answers as then. Nothing here changes what a run finds, and whatever goes wrong is a run without
cache.
"""
