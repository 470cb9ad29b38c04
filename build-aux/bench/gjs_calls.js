// Calls of GetId over GDBus, awaited by the promises of gjs.
//
// usage: gjs -m gjs_calls.js CALLS WORKERS
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

Gio._promisify(Gio.DBusConnection.prototype, 'call', 'call_finish');

const [calls, workers] = ARGV.map(Number);
const bus = Gio.bus_get_sync(Gio.BusType.SESSION, null);

async function work(share) {
  for (let i = 0; i < share; i++) {
    await bus.call(
      'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetId',
      null, null, Gio.DBusCallFlags.NONE, -1, null);
  }
}

async function measure(name, run) {
  const start = GLib.get_monotonic_time();
  await run();
  const each = (GLib.get_monotonic_time() - start) / calls;
  print(`gjs ${name} ${each.toFixed(1)} us/call`);
}

await measure('sequential', () => work(calls));
await measure(`concurrent${workers}`, () =>
  Promise.all(Array.from({length: workers}, (_, i) => work(Math.floor((calls + i) / workers)))));
