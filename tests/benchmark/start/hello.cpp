// The floor of the start benchmark: a static program that writes one line.
#include <unistd.h>

int main() {
  const char line[] = "hello\n";
  return write(STDOUT_FILENO, line, sizeof line - 1) == sizeof line - 1 ? 0 : 1;
}
