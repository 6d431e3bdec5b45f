-- Plain types and no reserved words, so that H2, PostgreSQL and MariaDB take the same text. Each may
-- be run again: at H2 and MariaDB a definition commits by itself, and two instances may start together.
-- Times are milliseconds since 1970-01-01T00:00:00Z, amounts are minor units. Nothing personal.
CREATE TABLE IF NOT EXISTS jiaozi_journal (
  account          VARCHAR(64)  NOT NULL,
  sub_merchant     VARCHAR(64)  NOT NULL,
  operation        VARCHAR(16)  NOT NULL,
  merchant_number  VARCHAR(64)  NOT NULL,
  placed_at        BIGINT       NOT NULL,
  pay_before       BIGINT,
  scene            VARCHAR(16),
  amount_minor     BIGINT,
  amount_currency  VARCHAR(3),
  digest           VARCHAR(64)  NOT NULL,
  payment          VARCHAR(128) NOT NULL,
  refund_number    VARCHAR(64),
  refund_locator   VARCHAR(64),
  phase            VARCHAR(16)  NOT NULL,
  payment_state    VARCHAR(24),
  refund_state     VARCHAR(24),
  first_sent_at    BIGINT       NOT NULL,
  questions        INTEGER      NOT NULL,
  next_question_at BIGINT,
  held_until       BIGINT       NOT NULL,
  row_version      BIGINT       NOT NULL,
  PRIMARY KEY (account, sub_merchant, operation, merchant_number)
);
CREATE INDEX IF NOT EXISTS jiaozi_journal_due ON jiaozi_journal (next_question_at, account);
CREATE INDEX IF NOT EXISTS jiaozi_journal_number ON jiaozi_journal (account, sub_merchant, merchant_number);
CREATE TABLE IF NOT EXISTS jiaozi_notification (
  account      VARCHAR(64)  NOT NULL,
  sub_merchant VARCHAR(64)  NOT NULL,
  fact_key     VARCHAR(200) NOT NULL,
  handled_at   BIGINT       NOT NULL,
  PRIMARY KEY (account, sub_merchant, fact_key)
);
CREATE INDEX IF NOT EXISTS jiaozi_notification_age ON jiaozi_notification (handled_at);
