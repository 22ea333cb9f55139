#pragma once

#include "tests/reference/agreement.h"

#include <filesystem>
#include <string>
#include <vector>

namespace whereas::reference {

/// A page of the documentation: its contracts with their figures, and its files in a folder that is gone with it. tests/docs_test.cpp says
/// what the words behind a fence mean.
class Page {
 public:
  struct Contract {
    std::string name;
    std::string text;
    std::vector<DataFile> data;
    std::size_t line = 0;
  };
  explicit Page(const std::string& text);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  const std::vector<Contract>& contracts() const { return contracts_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::vector<Contract> contracts_;
};

}  // namespace whereas::reference
