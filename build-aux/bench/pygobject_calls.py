"""Calls of GetId over GDBus, awaited by PyGObject's asyncio.

usage: pygobject_calls.py CALLS WORKERS
"""

import asyncio
import sys
import time

from gi.events import GLibEventLoopPolicy
from gi.repository import Gio


async def work(bus, share):
    for _ in range(share):
        await bus.call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "GetId",
            None,
            None,
            Gio.DBusCallFlags.NONE,
            -1,
            None,
        )


async def measure(name, calls, shares):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    start = time.perf_counter()
    await asyncio.gather(*(work(bus, share) for share in shares))
    each = (time.perf_counter() - start) / calls * 1e6
    print(f"pygobject {name} {each:.1f} us/call")


async def main(calls, workers):
    await measure("sequential", calls, [calls])
    shares = [(calls + i) // workers for i in range(workers)]
    await measure(f"concurrent{workers}", calls, shares)


policy = GLibEventLoopPolicy()
asyncio.set_event_loop_policy(policy)
policy.get_event_loop().run_until_complete(main(int(sys.argv[1]), int(sys.argv[2])))
