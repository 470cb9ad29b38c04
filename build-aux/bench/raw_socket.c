// Calls of GetId over a bare socket, with no library between: what the machine
// and the bus daemon allow.
//
// usage: raw_socket CALLS WORKERS, with the bus in DBUS_SESSION_BUS_ADDRESS
#define _GNU_SOURCE
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
  METHOD_CALL = 1,
  METHOD_RETURN = 2,
  ERROR_REPLY = 3,
  FIXED_HEADER = 16,
  MAX_CALL = 256,
  MAX_WORKERS = 1024,
};

static int bus;
static uint32_t last_serial;

// What was read and not yet looked at is input[input_start:input_end].
static unsigned char input[64 * 1024];
static size_t input_start, input_end;

static size_t align(size_t offset) { return (offset + 7) & ~(size_t)7; }

static void put_uint32(unsigned char *p, uint32_t n) { memcpy(p, &n, 4); }

static uint32_t get_uint32(const unsigned char *p) {
  uint32_t n;
  memcpy(&n, p, 4);
  return n;
}

// put_field appends a field of the header and returns where it ends.
static size_t put_field(unsigned char *message, size_t at, unsigned char code,
                        char type, const char *text) {
  size_t length = strlen(text);
  at = align(at);
  const unsigned char start[] = {code, 1, (unsigned char)type, 0};
  memcpy(message + at, start, sizeof start);
  put_uint32(message + at + 4, (uint32_t)length);
  memcpy(message + at + 8, text, length + 1);
  return at + 8 + length + 1;
}

// put_call writes a call of one of the bus's own methods, which takes at most
// MAX_CALL bytes, and returns its length.
static size_t put_call(unsigned char *message, const char *member) {
  memset(message, 0, MAX_CALL);
  message[0] = 'l';
  message[1] = METHOD_CALL;
  message[3] = 1;
  put_uint32(message + 8, ++last_serial);
  size_t end = FIXED_HEADER;
  end = put_field(message, end, 1, 'o', "/org/freedesktop/DBus");
  end = put_field(message, end, 2, 's', "org.freedesktop.DBus");
  end = put_field(message, end, 3, 's', member);
  end = put_field(message, end, 6, 's', "org.freedesktop.DBus");
  put_uint32(message + 12, (uint32_t)(end - FIXED_HEADER));
  return align(end);
}

static void write_all(const void *data, size_t size) {
  for (const char *p = data; size > 0;) {
    ssize_t n = write(bus, p, size);
    if (n <= 0)
      err(1, "writing to the bus");
    p += n;
    size -= (size_t)n;
  }
}

static void read_more(void) {
  memmove(input, input + input_start, input_end - input_start);
  input_end -= input_start;
  input_start = 0;
  ssize_t n = read(bus, input + input_end, sizeof input - input_end);
  if (n <= 0)
    err(1, "reading from the bus");
  input_end += (size_t)n;
}

// message_size is the length of the message that starts the input, 0 if not all
// of it is there.
static size_t message_size(void) {
  const unsigned char *message = input + input_start;
  size_t there = input_end - input_start;
  if (there < FIXED_HEADER)
    return 0;
  size_t size = align(FIXED_HEADER + get_uint32(message + 12)) + get_uint32(message + 4);
  if (size > sizeof input)
    errx(1, "a message of %zu bytes", size);
  return size <= there ? size : 0;
}

// take_replies waits for something to come and returns how many replies did.
static int take_replies(void) {
  int replies = 0;
  read_more();
  for (size_t size; (size = message_size()) > 0; input_start += size) {
    switch (input[input_start + 1]) {
    case METHOD_RETURN:
      replies++;
      break;
    case ERROR_REPLY:
      errx(1, "the bus answered with an error");
    }
  }
  return replies;
}

static void wait_for_reply(void) {
  while (take_replies() == 0)
    continue;
}

static void call(const char *member) {
  unsigned char message[MAX_CALL];
  write_all(message, put_call(message, member));
  wait_for_reply();
}

// connect_bus connects to a unix socket's address, with a path or an abstract name.
static void connect_bus(const char *address) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  char *name = to.sun_path;
  const char *from;
  if (address != NULL && (from = strstr(address, "unix:path=")) != NULL)
    from += strlen("unix:path=");
  else if (address != NULL && (from = strstr(address, "unix:abstract=")) != NULL) {
    from += strlen("unix:abstract=");
    name++;
  } else
    errx(1, "DBUS_SESSION_BUS_ADDRESS is no unix socket's");
  size_t length = strcspn(from, ",;");
  if (length >= sizeof to.sun_path - 1)
    errx(1, "the path of the bus is too long");
  memcpy(name, from, length);
  bus = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  socklen_t size = (socklen_t)(name + length - (char *)&to);
  if (bus < 0 || connect(bus, (struct sockaddr *)&to, size) < 0)
    err(1, "connecting to the bus");
}

static void authenticate(void) {
  char uid[16], line[128] = "";
  int length = snprintf(uid, sizeof uid, "%u", (unsigned)getuid());
  // The line starts with a NUL.
  size_t size = 1 + (size_t)sprintf(line + 1, "AUTH EXTERNAL ");
  for (int i = 0; i < length; i++)
    size += (size_t)sprintf(line + size, "%02x", (unsigned)uid[i]);
  size += (size_t)sprintf(line + size, "\r\n");
  write_all(line, size);
  char answer[128];
  ssize_t n = read(bus, answer, sizeof answer);
  if (n < 3 || memcmp(answer, "OK ", 3) != 0)
    errx(1, "the bus does not accept this user");
  write_all("BEGIN\r\n", 7);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void sequential(int calls) {
  for (int i = 0; i < calls; i++)
    call("GetId");
}

// concurrent keeps so many calls in flight. What can be sent is sent in one
// write, and what has come is taken in one read.
static void concurrent(int calls, int in_flight) {
  static unsigned char batch[MAX_WORKERS * MAX_CALL];
  int sent = 0;
  for (int answered = 0; answered < calls; answered += take_replies()) {
    size_t size = 0;
    while (sent < calls && sent - answered < in_flight) {
      size += put_call(batch + size, "GetId");
      sent++;
    }
    write_all(batch, size);
  }
}

int main(int argc, char **argv) {
  int calls = argc == 3 ? atoi(argv[1]) : 0;
  int workers = argc == 3 ? atoi(argv[2]) : 0;
  if (calls < 1 || workers < 1 || workers > MAX_WORKERS)
    errx(2, "usage: raw_socket CALLS WORKERS, of these at most %d", MAX_WORKERS);
  connect_bus(getenv("DBUS_SESSION_BUS_ADDRESS"));
  authenticate();
  call("Hello");

  double start = now();
  sequential(calls);
  printf("raw-socket sequential %.1f us/call\n", (now() - start) / calls);
  start = now();
  concurrent(calls, workers);
  printf("raw-socket concurrent%d %.1f us/call\n", workers, (now() - start) / calls);
}
