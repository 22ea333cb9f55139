#include "interpreter/command/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

namespace whereas::command {

namespace {

/// An open file or folder; closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::string reason(int error) {
  switch (error) {
    case ENOENT: return "there is no such file";
    case EACCES:
    case EPERM: return "it may not be read";
    case ELOOP: return "it is a link, or lies behind one";
    case ENOTDIR: return "its path goes through a link, or a file that is no folder";
    case EISDIR: return "it is a folder";
    default: return std::strerror(error);
  }
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t mebibyte = 1024 * 1024;
  return bytes >= 1024 * mebibyte ? fmt::format("{} GiB", bytes / (1024 * mebibyte)) : fmt::format("{} MiB", bytes / mebibyte);
}

/// All that can be read, no more than `largest` bytes: a file may grow while it is read.
std::optional<std::string> read_all(int file, std::size_t expected, std::size_t largest, std::string& why) {
  constexpr std::size_t least_room = 64 * 1024;
  std::string text;
  std::size_t length = 0;
  text.resize(std::max(expected + 1, std::size_t{512}));
  for (;;) {
    if (length == text.size()) text.resize(text.size() + std::max(text.size(), least_room));
    const ssize_t count = ::read(file, text.data() + length, text.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      why = reason(errno);
      return std::nullopt;
    }
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
    if (length > largest) {
      why = fmt::format("it is longer than {}", size_text(largest));
      return std::nullopt;
    }
  }
  text.resize(length);
  return text;
}

/// The text of an open regular file, and who it is.
std::optional<std::string> read_regular(int file, std::size_t largest, std::string& why, std::string* identity = nullptr) {
  struct stat about {};
  if (file < 0 || fstat(file, &about) != 0) {
    why = reason(errno);
    return std::nullopt;
  }
  if (!S_ISREG(about.st_mode)) {
    why = S_ISDIR(about.st_mode) ? "it is a folder" : "it is not a regular file";
    return std::nullopt;
  }
  if (identity != nullptr) *identity = fmt::format("{}:{}", about.st_dev, about.st_ino);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > largest) {
    why = fmt::format("it is longer than {}", size_text(largest));
    return std::nullopt;
  }
  return read_all(file, size, largest, why);
}

// O_NONBLOCK: opening a named pipe must not wait for a writer.
constexpr int reading = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1));
}

/// Opens a file below a folder, one name of its path after the other, through no link.
Descriptor open_below(const std::string& folder, std::string_view path) {
  Descriptor here(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (here.is_open() && !path.empty()) {
    const std::size_t slash = path.find('/');
    const bool is_folder = slash != std::string_view::npos;
    const std::string name(path.substr(0, slash));
    path.remove_prefix(is_folder ? slash + 1 : path.size());
    if (name.empty() || name == ".") continue;
    here = Descriptor(openat(here.number(), name.c_str(), (is_folder ? O_RDONLY | O_DIRECTORY | O_CLOEXEC : reading) | O_NOFOLLOW));
  }
  return here;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path, std::size_t largest, std::string& why) {
  return read_regular(Descriptor(open(path.c_str(), reading)).number(), largest, why);
}

std::optional<std::string> read_open_file(int file, std::size_t largest, std::string& why) { return read_regular(file, largest, why); }

std::optional<std::string> read_standard_input(std::size_t largest, std::string& why) { return read_all(STDIN_FILENO, 0, largest, why); }

bool write_file(const std::string& path, std::string_view text, std::string& why) {
  const Descriptor made(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0666));
  if (!made.is_open()) {
    why = reason(errno);
    return false;
  }
  return replace_file(path, text, why);
}

bool replace_file(const std::string& path, std::string_view text, std::string& why) {
  // A link stays a link: what it names is replaced.
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  struct stat about {};
  if (!real || stat(real.get(), &about) != 0) {
    why = reason(errno);
    return false;
  }
  std::string temporary = fmt::format("{}.XXXXXX", real.get());
  Descriptor file(mkstemp(temporary.data()));
  if (!file.is_open()) {
    why = std::strerror(errno);
    return false;
  }
  std::string_view rest = text;
  bool is_good = fchmod(file.number(), about.st_mode & 07777) == 0;
  while (is_good && !rest.empty()) {
    const ssize_t count = write(file.number(), rest.data(), rest.size());
    is_good = count >= 0 || errno == EINTR;
    if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  is_good = is_good && fsync(file.number()) == 0;
  is_good = close(file.release()) == 0 && is_good;
  is_good = is_good && rename(temporary.c_str(), real.get()) == 0;
  if (is_good) return true;
  why = std::strerror(errno);
  unlink(temporary.c_str());
  return false;
}

ContractFolder::ContractFolder(std::string contract) : contract_(std::move(contract)), folder_(folder_of(contract_)) {}

std::optional<std::string> ContractFolder::path_of(std::string_view name, std::string_view from, std::string& why) const {
  if (const auto outside = program::why_outside(name)) {
    why = "it " + *outside;
    return std::nullopt;
  }
  // Every file that a contract comes to is named after the contract's folder, which its name therefore begins with.
  std::string path = folder_of(from) + std::string(name);
  if (path.starts_with(folder_)) return path;
  why = "it lies outside the contract's folder";
  return std::nullopt;
}

bool ContractFolder::replace_on_disk(std::string_view name, std::string_view from, std::string_view text, std::string& why) {
  const std::optional<std::string> path = path_of(name, from, why);
  if (!path) return false;
  // A link, or a folder on the way that is one, could lead out: such a file is not read either.
  namespace fs = std::filesystem;
  std::error_code fault;
  for (fs::path part = fs::path(*path).parent_path(); part.string().size() > folder_.size(); part = part.parent_path()) {
    if (!fs::is_directory(fs::symlink_status(part, fault))) {
      why = fmt::format("`{}` is no folder in the contract's folder", part.string());
      return false;
    }
  }
  if (!fs::exists(fs::symlink_status(*path, fault))) {
    const Descriptor made(::open(path->c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0666));
    if (!made.is_open()) {
      why = std::strerror(errno);
      return false;
    }
  } else if (!read(name, from, why)) {
    return false;
  }
  return replace_file(*path, text, why);
}

std::optional<program::Files::Text> ContractFolder::read(std::string_view name, std::string_view from, std::string& why) {
  const std::optional<std::string> known = path_of(name, from, why);
  if (!known) return std::nullopt;
  const std::string& path = *known;
  const std::size_t largest = name.ends_with(".csv") ? largest_data : largest_contract;
  Text text{path, {}, {}};
  std::optional<std::string> read = read_regular(open_below(folder_, std::string_view(path).substr(folder_.size())).number(), largest, why, &text.identity);
  if (!read) return std::nullopt;
  text.text = std::move(*read);
  if (const auto instead = instead_.find(path); instead != instead_.end()) text.text = instead->second;
  return text;
}

std::string ContractFolder::identity_of(const Source& root) {
  struct stat about {};
  return stat(contract_.c_str(), &about) == 0 ? fmt::format("{}:{}", about.st_dev, about.st_ino) : root.name();
}

}  // namespace whereas::command
