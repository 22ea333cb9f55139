// The floors of the house, read off the sources themselves: which folder may include which, which libraries stay behind which door, that no binary
// floating point comes near a value, and that files stay short.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Folders = std::set<std::string>;

// folder: what it stands on. It may include its own folder, these, and what these stand on.
const std::map<std::string, Folders> floors = {
    {"lang/text", {}},
    {"lang/number", {"lang/text"}},
    {"lang/time", {"lang/text", "lang/number"}},
    {"lang/diagnostic", {"lang/text", "lang/number"}},
    {"lang/syntax", {"lang/time", "lang/diagnostic"}},
    {"lang/format", {"lang/syntax"}},
    {"lang/program", {"lang/syntax"}},
    {"lang/check", {"lang/program"}},
    {"interpreter/data", {"lang/check"}},
    {"interpreter/plan", {"lang/check"}},
    {"interpreter/evaluate", {"interpreter/plan", "interpreter/data"}},
    {"interpreter/batch", {"interpreter/evaluate"}},
    {"interpreter/statement", {"interpreter/evaluate"}},
    {"interpreter/trial", {"interpreter/evaluate", "interpreter/statement"}},
    {"interpreter/mutate", {"lang/syntax"}},
    {"interpreter/coverage", {"interpreter/evaluate"}},
    {"interpreter/certificate", {"interpreter/statement"}},
    {"interpreter/command", {"lang/format", "interpreter/trial", "interpreter/mutate", "interpreter/coverage", "interpreter/certificate", "interpreter/batch"}},
};

// A library's headers, and the only places whose files may include them.
struct Library {
  std::string name;
  std::regex header;
  std::vector<std::string> places;  ///< a path, or the beginning of one
};
const std::vector<Library> libraries = {
    {"Boost", std::regex("boost/.*"), {"lang/number/"}},
    {"PEGTL", std::regex("tao/.*"), {"lang/syntax/grammar/", "lang/syntax/actions.h", "lang/syntax/parse.cpp"}},
    {"CLI11", std::regex("CLI/.*"), {"interpreter/command/"}},
    {"Nettle", std::regex("nettle/.*"), {"interpreter/certificate/fingerprint.cpp"}},
    {"zlib", std::regex("zlib\\.h"), {"interpreter/command/unpacked.cpp"}},
    {"zstd", std::regex("zstd\\.h"), {"interpreter/command/unpacked.cpp"}},
    // Whoever includes it sets up streams and locales whenever the program starts: lang/text/without_streams.h.
    {"<iostream>", std::regex("iostream"), {}},
};

struct File {
  std::string path;  ///< from the root of the repository, `lang/text/source.h`
  std::string text;
};

/// The first two folders of a path, `lang/syntax` of `lang/syntax/grammar/words.h`: what has a row in the table.
std::string folder_of(std::string_view path) {
  const auto first = path.find('/');
  const auto second = first == path.npos ? path.npos : path.find('/', first + 1);
  return std::string(second == path.npos ? std::string_view{} : path.substr(0, second));
}

Folders allowed_to(const std::string& folder) {
  Folders allowed{folder};
  for (const auto& below : floors.at(folder)) allowed.merge(allowed_to(below));
  return allowed;
}

/// Where the comment, string, raw string or character that begins at `at` ends; `at` itself where none does.
std::size_t end_of_literal_or_comment(const std::string& text, std::size_t at) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const auto found = text.find(closing, from);
    return found == text.npos ? text.size() : found + closing.size();
  };
  const auto starts = [&](std::string_view opening) { return text.compare(at, opening.size(), opening) == 0; };
  if (starts("//")) return std::min(text.find('\n', at), text.size());
  if (starts("/*")) return after("*/", at + 2);
  if (starts("R\"")) {
    const auto bracket = std::min(text.find('(', at), text.size());
    return after(")" + text.substr(at + 2, bracket - at - 2) + "\"", bracket);
  }
  const bool separates_digits = text[at] == '\'' && at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0;
  if ((text[at] != '"' && text[at] != '\'') || separates_digits) return at;
  auto end = at + 1;
  while (end < text.size() && text[end] != text[at] && text[end] != '\n') end += text[end] == '\\' ? 2U : 1U;
  return std::min(end + 1, text.size());
}

/// The text without comments, and without literals where `drop_literals` says so.
std::string code_of(const std::string& text, bool drop_literals) {
  std::string code;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = end_of_literal_or_comment(text, at);
    if (end == at) {
      code += text[at++];
      continue;
    }
    const bool is_comment = text[at] == '/';
    code += is_comment || drop_literals ? " " : text.substr(at, end - at);
    at = end;
  }
  return code;
}

std::vector<std::string> includes_of(const File& file) {
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"])re", std::regex::multiline);
  const std::string code = code_of(file.text, false);
  std::vector<std::string> includes;
  for (std::sregex_iterator match(code.begin(), code.end(), include), end; match != end; ++match) includes.push_back((*match)[1]);
  return includes;
}

bool is_own(const std::string& include) { return include.starts_with("lang/") || include.starts_with("interpreter/"); }

/// What is wrong with the includes of one file, a sentence each.
std::vector<std::string> faults_of_includes(const File& file) {
  const std::string folder = folder_of(file.path);
  if (!floors.contains(folder)) return {file.path + ": `" + folder + "` has no row in the table of floors"};
  std::vector<std::string> faults;
  const Folders allowed = allowed_to(folder);
  for (const auto& include : includes_of(file)) {
    if (is_own(include) && !allowed.contains(folder_of(include))) faults.push_back(file.path + ": `" + folder + "` may not include " + include);
    for (const auto& library : libraries) {
      const bool may = std::ranges::any_of(library.places, [&](const auto& place) { return file.path.starts_with(place); });
      if (!may && std::regex_match(include, library.header)) faults.push_back(file.path + ": " + library.name + " is not included here: " + include);
    }
  }
  return faults;
}

/// The first word of binary floating point in the code of a file, or nothing.
std::string floating_point_in(const std::string& text) {
  static const std::regex words(R"re(\b(float|double|strto(f|d|ld)|sto(f|d|ld)|ato(f|i|l|ll))\b)re");
  const std::string code = code_of(text, true);
  std::smatch match;
  return std::regex_search(code, match, words) ? match.str() : std::string{};
}

std::vector<File> files_under(const std::vector<std::string>& folders) {
  const std::filesystem::path root = WHEREAS_SOURCE_DIR;
  std::vector<File> files;
  for (const auto& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp" && extension != ".def") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      files.push_back({entry.path().lexically_relative(root).generic_string(), std::string(std::istreambuf_iterator<char>(file), {})});
    }
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

}  // namespace

TEST_CASE("a file includes only its own folder and the floors below, and each library stays behind its door", "[layers]") {
  const auto files = files_under({"lang", "interpreter"});
  REQUIRE(files.size() > 10);
  for (const auto& file : files) {
    for (const auto& fault : faults_of_includes(file)) FAIL_CHECK(fault);
  }
}

TEST_CASE("no binary floating point and no locale-bound reading of numbers stands in the sources", "[layers]") {
  for (const auto& file : files_under({"lang", "interpreter"})) {
    INFO(file.path);
    CHECK(floating_point_in(file.text) == "");
  }
}

TEST_CASE("a file over 400 lines says why in its first ten", "[layers]") {
  for (const auto& file : files_under({"lang", "interpreter", "tests"})) {
    if (std::ranges::count(file.text, '\n') <= 400) continue;
    std::size_t tenth = 0;
    for (int line = 0; line < 10; ++line) tenth = file.text.find('\n', tenth) + 1;
    INFO(file.path);
    CHECK(file.text.substr(0, tenth).find("Over 400 lines because") != std::string::npos);
  }
}

TEST_CASE("the rules of the floors find what they are for", "[layers]") {
  CHECK(faults_of_includes({"lang/time/date.h", "#include \"lang/number/number.h\"\n#include <vector>\n"}).empty());
  CHECK(faults_of_includes({"lang/check/a.cpp", "#include \"lang/text/source.h\"\n"}).empty());
  CHECK(faults_of_includes({"lang/text/a.cpp", "#include \"lang/number/number.h\"\n"}).size() == 1);
  CHECK(faults_of_includes({"lang/check/a.cpp", "  # include \"interpreter/plan/plan.h\"\n"}).size() == 1);
  CHECK(faults_of_includes({"lang/check/a.cpp", "// #include \"interpreter/plan/plan.h\"\n"}).empty());
  CHECK(faults_of_includes({"interpreter/plan/a.cpp", "#include \"interpreter/data/table.h\"\n"}).size() == 1);
  CHECK(faults_of_includes({"lang/syntax/grammar/words.h", "#include <tao/pegtl.hpp>\n"}).empty());
  CHECK(faults_of_includes({"lang/syntax/builder.cpp", "#include <tao/pegtl.hpp>\n"}).size() == 1);
  CHECK(faults_of_includes({"interpreter/data/csv.cpp", "#include <boost/rational.hpp>\n"}).size() == 1);
  CHECK(faults_of_includes({"lang/unheard_of/a.h", ""}).size() == 1);
}

TEST_CASE("floating point is found in code, and not in comments or text", "[layers]") {
  CHECK(floating_point_in("long double x;") == "double");
  CHECK(floating_point_in("auto x = std::stod(text);") == "stod");
  CHECK(floating_point_in("int many = 1'000; float x; char c = '0';") == "float");
  CHECK(floating_point_in("char quote = '\"'; double x; // \"") == "double");
  CHECK(floating_point_in("// a double\n/* atoi\n float */ int doubled = 2;") == "");
  CHECK(floating_point_in("auto a = \"double \\\" double\"; auto b = R\"(\" float)\";") == "");
}
