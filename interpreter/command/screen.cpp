#include "interpreter/command/screen.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace whereas::command {

namespace {

bool is_for_eyes(int file) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  return terminal != nullptr && *terminal != '\0' && std::strcmp(terminal, "dumb") != 0 && isatty(file) == 1;
}

}  // namespace

Screen::Screen(Colour colour)
    : colours_results_(colour == Colour::always || (colour == Colour::automatic && is_for_eyes(STDOUT_FILENO))),
      colours_messages_(colour == Colour::always || (colour == Colour::automatic && is_for_eyes(STDERR_FILENO))) {}

void Screen::result(std::string_view text) {
  // It is all there, so that nothing has to be gathered for the system.
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written >= 0) text.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR) throw CannotWrite(std::strerror(errno), errno == EPIPE);
  }
}

void Screen::progress(std::string_view text) {
  if (isatty(STDERR_FILENO) != 1) return;
  constexpr std::string_view clear = "\r\x1b[K";
  message(clear);
  message(text);
}

void Screen::message(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace whereas::command
