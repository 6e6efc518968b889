// From award to conclusion: what most projects have in common, and the groups that the dossier is
// made of.
#pragma once

#include <array>

#include "book.hpp"

namespace dossier {

/// The batches of acceptance whose results were announced; regimes change with the year.
inline constexpr std::array<Batch, 12> batches{
    {{"2018年第一批", day(2018, 4, 20), day(2018, 5, 8), "示深科验〔2018〕9号"},
     {"2018年第二批", day(2018, 8, 1), day(2018, 8, 8), "示深科验〔2018〕17号"},
     {"2018年第三批", day(2018, 11, 26), day(2018, 12, 7), "示深科验〔2018〕26号"},
     {"2019年第一批", day(2019, 2, 25), day(2019, 3, 8), "示深科验〔2019〕4号"},
     {"2019年第二批", day(2019, 4, 18), day(2019, 4, 30), "示深科验〔2019〕11号"},
     {"2019年第三批", day(2019, 6, 20), day(2019, 7, 3), "示深科验〔2019〕18号"},
     {"2019年第四批", day(2019, 8, 5), day(2019, 8, 12), "示深科验〔2019〕23号"},
     {"2019年第五批", day(2019, 11, 25), day(2019, 12, 6), "示深科验〔2019〕31号"},
     {"2020年第一批", day(2020, 3, 16), day(2020, 4, 2), "示深科验〔2020〕5号"},
     {"2020年第二批", day(2020, 6, 8), day(2020, 6, 24), "示深科验〔2020〕12号"},
     {"2020年第三批", day(2020, 8, 31), day(2020, 9, 16), "示深科验〔2020〕19号"},
     {"2020年第四批", day(2020, 11, 9), day(2020, 11, 25), "示深科验〔2020〕27号"}}};

/// The regime that the file of a project names when its results come with a batch.
std::string_view regime_of(const Batch& batch);

/// How a project runs until acceptance is asked for.
struct Course {
  std::string_view programme;
  std::size_t unit = 0;
  Fen award = 0;
  Day start, end, requested;
  int received = 100;  ///< percent of the award
};
/// The course of a project that asked in time for a batch.
Course course_towards(const Batch& batch, std::string_view programme, std::size_t unit, Fen award,
                      Dice& dice);
/// The same for a project that ended on some day.
Course course_until(Day end, std::string_view programme, std::size_t unit, Fen award, Dice& dice);
/// Opens a project, sets its budget, pays.
Case begin(Book& book, const Course& course, std::string_view regime,
           std::optional<Fen> deposit = std::nullopt, std::string_view liability = {},
           bool bounces = false);

/// How spending is on record.
enum class Spending { vouchers, final_account, none };
/// Public money spent by a part of the project.
void spend(Book& book, Case& project, std::size_t part, Fen total, Spending how,
           const std::string& opinion_id = {});

/// A programme that suits a kind of unit, and a unit of that kind.
struct Applicant {
  std::string_view programme;
  std::size_t unit;
};
Applicant draw_applicant(Book& book, Dice& dice);

/// Interest that a sum bore in a few years.
Fen interest_on(Fen amount, Dice& dice);

/// Adds a partner that gets a share of what was paid, and spends part of it.
std::size_t add_partner(Book& book, Case& project, std::size_t unit, int share_percent);

// ---------------------------------------------------------------------------------------- groups

/// 34 projects that failed acceptance; returns what they paid back.
Fen add_failed(Book& book);
/// 42 projects that ended without applying for acceptance in time.
void add_late(Book& book);
/// Projects that passed, at the first go or after rectification, or were closed without a pass.
void add_passed(Book& book);
void add_rectified(Book& book);
void add_closed(Book& book);
/// Projects whose acceptance is under way, and projects that run.
void add_in_acceptance(Book& book);
void add_running(Book& book);

}  // namespace dossier
