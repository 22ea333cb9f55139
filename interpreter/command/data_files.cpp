#include "interpreter/command/data_files.h"

#include "interpreter/command/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

namespace whereas::command {

namespace {

/// A mapped file that somebody cuts short has nothing where its end was. There is no going on from there.
void refuse_file_cut_short(int) {
  constexpr char message[] = "whereas: a data file was cut short while it was being read\n";
  (void)!write(STDERR_FILENO, message, sizeof message - 1);
  _exit(3);
}

/// A regular file of some size, mapped. Nothing where it cannot be: it is read then, which also says why.
std::optional<KeptText> mapped(int file) {
  constexpr std::size_t large = 1024 * 1024;
  struct stat about {};
  if (file < 0 || fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  if (about.st_size < static_cast<off_t>(large) || about.st_size > static_cast<off_t>(largest_data)) return std::nullopt;
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (bytes == MAP_FAILED) return std::nullopt;
  std::signal(SIGBUS, refuse_file_cut_short);
  (void)madvise(bytes, size, MADV_SEQUENTIAL);
  return KeptText(std::string_view(static_cast<const char*>(bytes), size), std::shared_ptr<const void>(bytes, [size](const void* begin) { munmap(const_cast<void*>(begin), size); }));
}

std::optional<KeptText> as_kept(std::optional<std::string> text) { return text ? std::optional(KeptText(std::move(*text))) : std::nullopt; }

std::optional<KeptText> as_read(const std::string& path, std::string& why) {
  if (path == "-") return as_kept(read_standard_input(largest_data, why));
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  std::optional<KeptText> text = mapped(file);
  if (!text) text = as_kept(read_open_file(file, largest_data, why));
  if (file >= 0) close(file);
  return text;
}

}  // namespace

std::optional<KeptText> read_data_file(const std::string& path, std::string& why) {
  std::optional<KeptText> text = as_read(path, why);
  if (!text || !is_packed(text->text())) return text;
  std::optional<std::string> whole = unpacked(text->text(), largest_data, why);
  if (!whole) return std::nullopt;
  return KeptText(std::move(*whole));
}

}  // namespace whereas::command
