#include "lang/program/program.h"

#include "lang/program/standard_library.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace {

using namespace whereas;

/// Files in memory. Two names may stand for one file, as links do.
class MemoryFiles : public program::Files {
 public:
  std::map<std::string, std::string> texts;
  std::map<std::string, std::string> links;
  std::multiset<std::string> reads;

  std::optional<Text> read(std::string_view name, std::string_view from, std::string& why) override {
    const std::size_t slash = from.rfind('/');
    const std::string path = std::string(slash == std::string_view::npos ? "" : from.substr(0, slash + 1)) + std::string(name);
    reads.insert(path);
    const auto link = links.find(path);
    const std::string identity = link == links.end() ? path : link->second;
    const auto text = texts.find(identity);
    if (text != texts.end()) return Text{path, text->second, identity};
    why = "there is no such file";
    return std::nullopt;
  }
};

struct Loaded {
  Sources sources;
  MemoryFiles files;
  Report report;
  program::Program program;

  explicit Loaded(const std::string& root, std::map<std::string, std::string> texts = {}, std::map<std::string, std::string> links = {}) {
    files.texts = std::move(texts);
    files.texts["deal.deal"] = root;
    files.links = std::move(links);
    program = program::load(sources.add("deal.deal", root), "deal", sources, files, report);
  }

  std::vector<std::string> own_files() const {
    std::vector<std::string> names;
    for (const program::File& file : program.files) {
      if (!file.is_standard) names.push_back(sources[file.source].name());
    }
    return names;
  }
  std::vector<std::string> standard_files() const {
    std::vector<std::string> names;
    for (const program::File& file : program.files) {
      if (file.is_standard) names.push_back(sources[file.source].name());
    }
    return names;
  }
  /// `CODE at FILE:LINE:COL`
  std::vector<std::string> faults() const {
    std::vector<std::string> faults;
    for (const Diagnostic& diagnostic : report.ordered()) {
      const Source& source = sources[diagnostic.primary.span.source];
      const Place place = source.place_of(diagnostic.primary.span.begin);
      faults.push_back(std::string(name(diagnostic.code)) + " at " + source.name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column));
    }
    return faults;
  }
};

using Strings = std::vector<std::string>;

TEST_CASE("a program is the contract and the files that it uses, the contract first") {
  const Loaded loaded("use \"rates.deal\"\nuse \"terms/caps.deal\"\n", {{"rates.deal", "share_rate means 50%\n"}, {"terms/caps.deal", "use \"more.deal\"\n"}, {"terms/more.deal", "cap means 5%\n"}});
  CHECK(loaded.faults() == Strings{});
  CHECK(loaded.own_files() == Strings{"deal.deal", "rates.deal", "terms/caps.deal", "terms/more.deal"});
  CHECK(loaded.program.name == "deal");
  CHECK(loaded.program.root().declarations.size() == 2);
}

TEST_CASE("a file that is used twice is in the program once") {
  const Loaded loaded("use \"a.deal\"\nuse \"b.deal\"\nuse \"again.deal\"\n", {{"a.deal", "use \"b.deal\"\n"}, {"b.deal", "rate means 5%\n"}}, {{"again.deal", "b.deal"}});
  CHECK(loaded.faults() == Strings{});
  CHECK(loaded.own_files() == Strings{"deal.deal", "a.deal", "b.deal"});
}

TEST_CASE("files that use one another in a circle are refused at the line that closes it") {
  CHECK(Loaded("use \"deal.deal\"\n").faults() == Strings{"use-cycle at deal.deal:1:5"});
  CHECK(Loaded("use \"a.deal\"\n", {{"a.deal", "# on\nuse \"b.deal\"\n"}, {"b.deal", "use \"a.deal\"\n"}}).faults() == Strings{"use-cycle at b.deal:1:5"});
  const Loaded through_link("use \"a.deal\"\n", {{"a.deal", "use \"link.deal\"\n"}}, {{"link.deal", "deal.deal"}});
  CHECK(through_link.faults() == Strings{"use-cycle at a.deal:1:5"});
}

TEST_CASE("a file that is not there is an error at the line that uses it") {
  const Loaded loaded("use \"rates.deal\"\n");
  CHECK(loaded.faults() == Strings{"unreadable-file at deal.deal:1:5"});
  CHECK(loaded.report.ordered().front().message == "`rates.deal` cannot be read: there is no such file");
}

TEST_CASE("what is not plainly a file of the contract's folder is refused without being read") {
  for (const std::string name : {"/etc/passwd", "../rates.deal", "terms/../../rates.deal", "..", "terms\\\\rates.deal", "https://example.com/rates.deal", "~/rates.deal", "C:rates.deal", "*.deal", "$HOME/a.deal"}) {
    CAPTURE(name);
    CHECK(program::why_outside(name));
  }
  for (const std::string name : {"rates.deal", "terms/rates.deal", "./rates.deal", "..rates.deal", "terms/a..b.deal"}) {
    CAPTURE(name);
    CHECK_FALSE(program::why_outside(name));
  }
  const Loaded loaded("use \"../rates.deal\"\n");
  CHECK(loaded.faults() == Strings{"outside-folder at deal.deal:1:5"});
  CHECK(loaded.files.reads.empty());
}

TEST_CASE("files may use one another 16 deep and no deeper") {
  const auto chain = [](int length) {
    std::map<std::string, std::string> texts;
    for (int link = 1; link < length; ++link) texts["f" + std::to_string(link) + ".deal"] = "use \"f" + std::to_string(link + 1) + ".deal\"\n";
    texts["f" + std::to_string(length) + ".deal"] = "rate means 5%\n";
    return texts;
  };
  CHECK(Loaded("use \"f1.deal\"\n", chain(16)).faults() == Strings{});
  CHECK(Loaded("use \"f1.deal\"\n", chain(17)).faults() == Strings{"too-long at f16.deal:1:5"});
}

TEST_CASE("a contract may have 64 files and no more") {
  const auto many = [](int count) {
    std::string root;
    std::map<std::string, std::string> texts;
    for (int file = 1; file <= count; ++file) {
      root += "use \"f" + std::to_string(file) + ".deal\"\n";
      texts["f" + std::to_string(file) + ".deal"] = "rate_" + std::to_string(file) + " means 5%\n";
    }
    return std::pair(root, texts);
  };
  const auto [most, most_texts] = many(63);
  CHECK(Loaded(most, most_texts).faults() == Strings{});
  const auto [more, more_texts] = many(64);
  CHECK(Loaded(more, more_texts).faults() == Strings{"too-long at deal.deal:64:5"});
}

TEST_CASE("of the standard library, a program has the files whose names it uses") {
  CHECK(Loaded("rate means 50%\n").standard_files() == Strings{});
  CHECK(Loaded("share 50% of gross_profit after cost\n").standard_files() == Strings{"<standard library>/measures.deal"});
  CHECK(Loaded("# gross_profit\ndeal \"gross_profit\"\n").standard_files() == Strings{});
  CHECK(Loaded("use \"a.deal\"\n", {{"a.deal", "profit means net_revenue after cost\n"}}).standard_files() == Strings{"<standard library>/measures.deal"});
}

TEST_CASE("of a standard file a program takes the measures and units alone, not what the file tests itself with") {
  const Loaded loaded("share 50% of excess_over(revenue, 1m)\n");
  CHECK(loaded.standard_files() == Strings{"<standard library>/tier_shapes.deal"});
  std::size_t measures = 0;
  for (const auto& declaration : loaded.program.files.back().contract->declarations) {
    REQUIRE(std::holds_alternative<syntax::Measure>(declaration.form));
    ++measures;
  }
  CHECK(measures > 0);
}

TEST_CASE("of a standard file, a program has the measures and units that it uses, each in its own line") {
  const Loaded loaded("share 50% of gross_profit after cost\n");
  REQUIRE(loaded.program.files.size() == 2);
  const program::File& standard = loaded.program.files.back();
  REQUIRE(standard.contract->declarations.size() == 1);
  const Span span = standard.contract->declarations.front().span;
  CHECK(loaded.sources[standard.source].slice(span) == "gross_profit after costs means revenue less costs");

  std::string_view text;
  for (const program::EmbeddedFile& file : program::standard_library()) {
    if (file.name == "measures.deal") text = file.text;
  }
  const std::string_view before = text.substr(0, text.find("\ngross_profit after") + 1);
  CHECK(loaded.sources[standard.source].place_of(span.begin).line == static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1);
}

TEST_CASE("the names of the standard library are known without parsing it") {
  const Strings names = program::standard_names();
  CHECK(std::find(names.begin(), names.end(), "gross_profit") != names.end());
  CHECK(std::find(names.begin(), names.end(), "means") == names.end());
}

}  // namespace
