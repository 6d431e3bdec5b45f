-- The shop's own books. Plain enough for H2 and PostgreSQL; run at every start.

create table if not exists shop_order (
  number varchar(32) primary key,
  visitor varchar(64) not null,
  placed_at timestamp with time zone not null,
  paid_by varchar(32),
  paid_at timestamp with time zone
);

create index if not exists shop_order_of_visitor on shop_order (visitor, placed_at);

create table if not exists order_line (
  order_number varchar(32) not null references shop_order (number),
  line integer not null,
  dish varchar(32) not null,
  quantity integer not null,
  primary key (order_number, line)
);

-- One attempt to pay: committed before anything is sent to a channel.
create table if not exists attempt (
  number varchar(32) primary key,
  order_number varchar(32) not null references shop_order (number),
  account varchar(64) not null,
  scene varchar(16) not null,
  currency char(3) not null,
  amount bigint not null,
  placed_at timestamp with time zone not null,
  pay_before timestamp with time zone,
  reference varchar(128) not null,
  state varchar(24) not null,
  open_cause varchar(24),
  trouble varchar(200),
  next_action varchar(8000)
);

-- Channels know whole seconds, in which a quick buyer tries twice: this tells which try came last.
alter table attempt add column if not exists entry bigint generated always as identity;

create index if not exists attempt_of_order on attempt (order_number, placed_at);

create table if not exists refund (
  number varchar(32) primary key,
  attempt_number varchar(32) not null references attempt (number),
  currency char(3) not null,
  amount bigint not null,
  reason varchar(80) not null,
  placed_at timestamp with time zone not null,
  locator varchar(64),
  state varchar(24) not null,
  open_cause varchar(24)
);

create index if not exists refund_of_attempt on refund (attempt_number, placed_at);

-- The cash book: rows are added, never changed.
create table if not exists money_event (
  id bigint generated always as identity primary key,
  at timestamp with time zone not null,
  order_number varchar(32) not null,
  number varchar(32) not null,
  kind varchar(24) not null,
  currency char(3),
  amount bigint,
  note varchar(400) not null
);

create index if not exists money_event_of_order on money_event (order_number, id);
