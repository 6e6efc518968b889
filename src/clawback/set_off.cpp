#include "clawback/set_off.hpp"

#include <algorithm>
#include <deque>

namespace bursar::clawback {
namespace {

Minor minor(Int128 value) { return Minor(static_cast<std::int64_t>(value)); }

/// Something that happened to an account. `grown`: `amount` is what the claim carries from then on.
struct Event {
  enum class Kind : std::uint8_t { raised, grown, paid, written_off } kind;
  Date on;
  std::size_t claim = 0;  ///< place of the claim
  const StandingRepayment* money = nullptr;
  Minor amount;
  const WriteOff* write_off = nullptr;
};

struct Growth {
  Date on;
  Minor principal;
};

/// How the sum of a claim grew to what it is today. A sum that shrank later never was more than
/// that: what was paid or written off beyond it, was not on this claim.
struct Grown {
  Minor first;
  std::vector<Growth> steps;
};
Grown grown(const Claim& claim) {
  Grown made{claim.principal, {}};
  for (std::size_t i = claim.adjustments.size(); i > 0; --i) {
    const ClaimAdjustment& each = claim.adjustments[i - 1];
    if (each.before >= made.first) continue;
    made.steps.push_back({each.on, made.first});
    made.first = each.before;
  }
  std::reverse(made.steps.begin(), made.steps.end());
  return made;
}

struct Coin {
  const Repayment* record;
  Int128 left;
};

class Purse {
 public:
  Purse(const Project& project, const OrgId& payer, Source source)
      : project_(project), payer_(payer), source_(source) {}

  SettledAccount run(Int128 proposed) {
    const PayerPayments payments = payments_of(project_, payer_, source_);
    account_.paid = payments.total();
    account_.late_charges = payments.late_charges;
    account_.penalties = payments.penalties;
    open_claims();
    for (const Event& event : events(payments)) happen(event);
    if (proposed > 0) {
      account_.claims.push_back(OpenClaim{nullptr, minor(proposed), 0, 0, 0, {}, {}});
      raised_ = account_.claims.size();
      set_money(std::nullopt);
    }
    keep_credit();
    return std::move(account_);
  }

 private:
  void open_claims() {
    for (const Claim& each : project_.claims) {
      if (each.source != source_ || or_lead(each.payer_org_id, project_) != payer_) continue;
      account_.claims.push_back(OpenClaim{&each, grown(each).first, 0, 0, 0, {}, {}});
    }
    std::stable_sort(account_.claims.begin(), account_.claims.end(),
                     [](const OpenClaim& a, const OpenClaim& b) {
                       return a.record->raised_on < b.record->raised_on;
                     });
  }

  [[nodiscard]] std::vector<Event> events(const PayerPayments& payments) const {
    std::vector<Event> all;
    for (std::size_t i = 0; i < account_.claims.size(); ++i) {
      const Claim& claim = *account_.claims[i].record;
      all.push_back({Event::Kind::raised, claim.raised_on, i, nullptr, Minor(0), nullptr});
      for (const Growth& each : grown(claim).steps) {
        all.push_back({Event::Kind::grown, each.on, i, nullptr, each.principal, nullptr});
      }
      for (const WriteOff& each : claim.write_offs) {
        all.push_back({Event::Kind::written_off, each.on, i, nullptr, each.amount, &each});
      }
    }
    for (const StandingRepayment& each : payments.repayments) {
      all.push_back({Event::Kind::paid, each.record->on, 0, &each, each.amount, nullptr});
    }
    std::stable_sort(all.begin(), all.end(), [](const Event& a, const Event& b) {
      return std::pair(a.on, a.kind) < std::pair(b.on, b.kind);
    });
    return all;
  }

  void happen(const Event& event) {
    if (event.kind == Event::Kind::raised) {
      raised_ = std::max(raised_, event.claim + 1);
    } else if (event.kind == Event::Kind::grown) {
      account_.claims[event.claim].principal = event.amount;
    } else if (event.kind == Event::Kind::paid) {
      coins_.push_back({event.money->record, event.amount.value()});
    } else {
      OpenClaim& claim = account_.claims[event.claim];
      const Int128 off =
          std::clamp<Int128>(event.amount.value(), 0, std::max<Int128>(claim.outstanding(), 0));
      claim.written_off += off;
      account_.write_offs.push_back({claim.record, event.write_off, off});
      if (off > 0) claim.reductions.push_back({event.on, off, {}});
    }
    set_money(event.on);
  }

  /// Sets what there is against what is open. `on`: the day on which this happens.
  void set_money(const std::optional<Date>& on) {
    for (std::size_t i = 0; i < raised_; ++i) {
      OpenClaim& claim = account_.claims[i];
      claim.set += take(claim, claim.outstanding(), false);
    }
    for (std::size_t i = 0; i < raised_; ++i) {
      OpenClaim& claim = account_.claims[i];
      const Int128 taken = take(claim, claim.written_off - claim.set_after, true);
      if (taken > 0) claim.recovered_on = on;
      claim.set_after += taken;
    }
  }

  Int128 take(OpenClaim& claim, Int128 wanted, bool after) {
    Int128 taken = 0;
    while (wanted > taken && !coins_.empty()) {
      Coin& coin = coins_.front();
      const Int128 sum = std::min(wanted - taken, coin.left);
      taken += sum;
      coin.left -= sum;
      note(claim, *coin.record, sum, after);
      // On the day of the money, also where it was there before the claim was raised.
      if (!after) claim.reductions.push_back({coin.record->on, sum, coin.record->decision_id});
      if (coin.left == 0) coins_.pop_front();
    }
    return taken;
  }

  void note(OpenClaim& claim, const Repayment& record, Int128 sum, bool after) {
    const SmallText id = claim.record == nullptr ? SmallText() : claim.record->claim_id;
    account_.set_offs.push_back({project_.id, record.repayment_id, id, false, after, payer_,
                                 source_, record.on, minor(sum)});
    auto& receipts = claim.receipt_nos;
    const SmallText& receipt = record.receipt_no;
    if (!receipt.empty() &&
        std::find(receipts.begin(), receipts.end(), receipt) == receipts.end()) {
      receipts.push_back(receipt);
    }
  }

  void keep_credit() {
    for (const Coin& coin : coins_) {
      account_.credit += coin.left;
      account_.set_offs.push_back({project_.id, coin.record->repayment_id, "", true, false, payer_,
                                   source_, coin.record->on, minor(coin.left)});
    }
  }

  const Project& project_;
  const OrgId& payer_;
  Source source_;
  SettledAccount account_;
  std::deque<Coin> coins_;
  std::size_t raised_ = 0;  ///< claims before this place are raised
};

}  // namespace

SettledAccount settle_account(const Project& project, const OrgId& payer, Source source,
                              Int128 proposed) {
  return Purse(project, payer, source).run(proposed);
}

}  // namespace bursar::clawback
