#include <bursar/grant/record_fields.hpp>

#include <catch2/catch.hpp>

using namespace bursar;

TEST_CASE("Record fields: every kind of field has a canonical text, there and back") {
  OpinionIssued opinion;
  CHECK(get_field(opinion, "disallowed") == std::string());
  CHECK(set_field(opinion, "disallowed", "-9223372036854775808").has_value());
  CHECK(opinion.disallowed == Minor(std::numeric_limits<std::int64_t>::min()));
  CHECK(get_field(opinion, "disallowed") == std::string("-9223372036854775808"));
  CHECK(set_field(opinion, "disallowed", "").has_value());
  CHECK_FALSE(opinion.disallowed.has_value());
  CHECK(set_field(opinion, "org_id", "O-1").has_value());
  CHECK(get_field(opinion, "org_id") == std::string("O-1"));
  CHECK(set_field(opinion, "source", "grant:city").has_value());
  CHECK(get_field(opinion, "source") == std::string("grant:city"));
  CHECK(set_field(opinion, "kind", "liquidation").has_value());
  CHECK(opinion.kind == OpinionKind::liquidation);
  CHECK(set_field(opinion, "reference_on", "2020-02-29").has_value());
  CHECK(get_field(opinion, "reference_on") == std::string("2020-02-29"));
  CHECK(set_field(opinion, "adopted", "true").has_value());
  CHECK(get_field(opinion, "adopted") == std::string("true"));
  AcceptanceRequested request;
  CHECK(set_field(request, "attempt", "3").has_value());
  CHECK(get_field(request, "attempt") == std::string("3"));
}

TEST_CASE("Record fields: what does not fit is refused, and changes nothing") {
  PaymentMade payment;
  payment.amount = Minor(7);
  CHECK(set_field(payment, "amount", "1.0").error().code() == Code::field_value_malformed);
  CHECK(set_field(payment, "amount", "").error().code() == Code::field_value_malformed);
  CHECK(set_field(payment, "amount", "9223372036854775808").error().code() ==
        Code::field_value_malformed);
  CHECK(set_field(payment, "source", "moon").error().code() == Code::field_value_malformed);
  CHECK(set_field(payment, "colour", "red").error().code() == Code::field_unknown);
  CHECK(payment.amount == Minor(7));
  CHECK_FALSE(get_field(payment, "colour").has_value());
  NoticeIssued notice;
  CHECK(set_field(notice, "reply_by", "2021-02-29").error().code() == Code::field_value_malformed);
  CHECK_FALSE(notice.reply_by.has_value());
}

TEST_CASE("Record fields: private fields are set as private texts alone") {
  ChangeRequested change;
  CHECK(is_private_field<ChangeRequested>("reason"));
  CHECK_FALSE(is_private_field<ChangeRequested>("kind"));
  CHECK(set_field(change, "reason", "x").error().code() == Code::field_unknown);
  CHECK_FALSE(get_field(change, "reason").has_value());
  CHECK(set_private_field(change, "reason", VaultText("x")).has_value());
  CHECK(change.reason.view() == "x");
  CHECK(set_private_field(change, "kind", VaultText("x")).error().code() == Code::field_unknown);
}

TEST_CASE("Record fields: records are named by what tells them apart") {
  CHECK(record_name("payments", "PAY-1") == "payments:PAY-1");
  CHECK(record_name("projects") == "projects:");
  CHECK(attempt_name(2) == "acceptance:2");
  CHECK(record_name(BudgetSet{"L1", OrgId("O-1"), Head::labour_wages, Source::grant_city,
                              Minor(1)}) == "budget:L1|O-1|labour/wages|grant:city");
  CHECK(record_name(PartnerJoined{OrgId("O-2"), PartnerRole::partner, {}, {}}) ==
        "partners:O-2|partner|");
}
