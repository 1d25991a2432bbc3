"""Stop rules that end a search as no rule should: it hangs, its process dies, it is wrong."""

import os
import time

from dispatch.planning.stop import Chunk, Stop


def hanging() -> Stop:
    """Never answers."""

    def stop(_done: int, /) -> Chunk | None:
        while True:
            time.sleep(60)

    return stop


def dying() -> Stop:
    """Ends the process in the middle of the search."""

    def stop(done: int, /) -> Chunk | None:
        if done:
            os._exit(9)
        return Chunk(10, 0.0, 0.5)

    return stop


def raising() -> Stop:
    def stop(_done: int, /) -> Chunk | None:
        raise RuntimeError("a mistake in the search")

    return stop
