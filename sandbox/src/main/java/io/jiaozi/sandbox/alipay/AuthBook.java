package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform's book of pre-authorisations. Every change happens under one lock. Source: protocol
 * sheet 5.8; for what it leaves open, the choice is said where it is made.
 */
final class AuthBook {
  private static final Duration CONFIRMATION = Duration.ofMinutes(15);
  private static final Duration CANCELLABLE = Duration.ofHours(24);

  private final ChannelContext context;
  private final Map<String, Auth> auths = new LinkedHashMap<>();
  private final Map<String, Auth> byAuthNo = new HashMap<>();
  private final Map<String, Auth> byToken = new HashMap<>();
  private final Map<String, Auth> byCode = new HashMap<>();
  private boolean openIds;

  AuthBook(ChannelContext context) {
    this.context = context;
  }

  private Instant now() {
    return context.clock().instant();
  }

  private static String key(Party party, String number) {
    return party.sellerId() + ':' + number;
  }

  synchronized void openIds(boolean told) {
    openIds = told;
  }

  /**
   * Makes an authorisation, or finds the same one again. It exists for the other calls once the
   * buyer has come; with the buyer's code that is at once.
   */
  synchronized Auth place(Call call, boolean atOnce) {
    Fields fields = call.fields();
    String number = fields.number("out_order_no");
    fields.number("out_request_no");
    fields.requireOneOf(
        "product_code", java.util.Set.of("PREAUTH_PAY", "PRE_AUTH_ONLINE", "PRE_AUTH"));
    Auth earlier = auths.get(key(call.party(), number));
    if (earlier != null) {
      return again(earlier, call);
    }
    Instant now = now();
    Buyer buyer =
        new Buyer("2088" + context.randomness().digits(12), context.randomness().text(48), openIds);
    Auth auth =
        new Auth(
            call, buyer, context.randomness().text(24), fields.deadline(now, now, CONFIRMATION));
    auths.put(key(call.party(), number), auth);
    byToken.put(auth.token, auth);
    if (call.method() == Method.VOUCHER_CREATE) {
      auth.code = "https://qr.alipay.com/fpx" + context.randomness().text(20);
    }
    byCode.put(auth.code, auth);
    if (atOnce) {
      create(auth);
    }
    return auth;
  }

  private static Auth again(Auth auth, Call call) {
    if (!auth.isAskedBy(call)) {
      throw AlipayError.business("UNIQUE_VIOLATION", "违反唯一性约束，同一订单号的参数不同");
    }
    if (auth.state == Auth.State.CLOSED) {
      throw AlipayError.business("ORDER_ALREADY_CLOSED", "订单已经关闭");
    }
    if (auth.state == Auth.State.FINISH) {
      throw AlipayError.business("ORDER_ALREADY_FINISH", "订单已经完结");
    }
    return auth;
  }

  private void create(Auth auth) {
    Instant now = now();
    auth.state = Auth.State.INIT;
    auth.authNo = WireTime.day(now) + "1000" + context.randomness().digits(16);
    byAuthNo.put(auth.authNo, auth);
    auth.steps.add(
        step(
            auth,
            Auth.Kind.FREEZE,
            auth.call.fields().number("out_request_no"),
            auth.amount,
            "INIT",
            auth.call));
  }

  private Auth.Step step(
      Auth auth, Auth.Kind kind, String number, long amount, String status, Call call) {
    Instant now = now();
    return new Auth.Step(
        kind,
        number,
        WireTime.day(now) + context.randomness().digits(12),
        amount,
        now,
        call.notifyUrl() == null ? auth.call.notifyUrl() : call.notifyUrl(),
        status);
  }

  /** Why the buyer cannot confirm, or null when that is possible. */
  synchronized Ledger.@Nullable Attempt hindrance(Auth auth) {
    return switch (auth.state) {
      case AUTHORIZED, FINISH -> Ledger.Attempt.ALREADY_PAID;
      case CLOSED -> Ledger.Attempt.ORDER_CLOSED;
      case INTENT, INIT -> now().isBefore(auth.deadline) ? null : Ledger.Attempt.EXPIRED;
    };
  }

  synchronized Ledger.Attempt arrive(Auth auth) {
    Ledger.Attempt hindrance = hindrance(auth);
    if (hindrance == null && !auth.exists()) {
      create(auth);
    }
    return hindrance == null ? Ledger.Attempt.ARRIVED : hindrance;
  }

  /** The buyer confirms: the money is frozen. */
  synchronized Ledger.Attempt freeze(Auth auth) {
    Ledger.Attempt attempt = arrive(auth);
    if (attempt != Ledger.Attempt.ARRIVED) {
      return attempt;
    }
    auth.state = Auth.State.AUTHORIZED;
    auth.freezing().status = "SUCCESS";
    auth.freezing().doneAt = now();
    return Ledger.Attempt.PAID;
  }

  synchronized Ledger.Attempt decline(Auth auth) {
    Ledger.Attempt attempt = arrive(auth);
    if (attempt != Ledger.Attempt.ARRIVED) {
      return attempt;
    }
    auth.declines++;
    if (auth.call.method() == Method.FREEZE) {
      close(auth);
    }
    return Ledger.Attempt.DECLINED;
  }

  private static void close(Auth auth) {
    auth.state = Auth.State.CLOSED;
    auth.freezing().status = "CLOSED";
  }

  /** Closes what nobody has confirmed in time. */
  synchronized void sweep() {
    for (Auth auth : auths.values()) {
      if (auth.state == Auth.State.INIT && !now().isBefore(auth.deadline)) {
        close(auth);
      }
    }
  }

  synchronized Auth require(Call call) {
    Fields fields = call.fields();
    String authNo = fields.text("auth_no");
    String number = fields.text("out_order_no");
    Auth auth =
        authNo == null
            ? auths.get(key(call.party(), number == null ? "" : number))
            : byAuthNo.get(authNo);
    if (auth == null || !auth.exists() || !auth.party.sellerId().equals(call.party().sellerId())) {
      throw AlipayError.business("AUTH_ORDER_NOT_EXIST", "支付宝资金授权订单不存在");
    }
    return auth;
  }

  /** The step the business fields name. */
  synchronized Auth.Step requireStep(Auth auth, Fields fields) {
    String id = fields.text("operation_id");
    String number = fields.text("out_request_no");
    if (id == null && number == null) {
      throw fields.invalid("out_request_no", "or operation_id is required");
    }
    String kind = fields.text("operation_type");
    for (Auth.Step step : auth.steps) {
      boolean named = id == null ? step.number.equals(number) : step.id.equals(id);
      if (named && (kind == null || kind.equals(step.kind.name()))) {
        return step;
      }
    }
    throw AlipayError.business("AUTH_OPERATION_NOT_EXIST", "支付宝资金操作流水不存在");
  }

  /**
   * A release and whether this call made it.
   *
   * @param step what was asked for
   */
  record Released(Auth auth, Auth.Step step, boolean isNew) {}

  synchronized Released unfreeze(Call call) {
    Auth auth = require(call);
    Fields fields = call.fields();
    long amount = fields.amount("amount");
    String number = fields.number("out_request_no");
    Auth.Step earlier = auth.step(number);
    if (earlier != null) {
      if (earlier.kind == Auth.Kind.UNFREEZE && earlier.amount == amount) {
        return new Released(auth, earlier, false);
      }
      throw AlipayError.business("UNIQUE_VIOLATION", "违反唯一性约束，同一请求号的参数不同");
    }
    requireAuthorized(auth);
    if (amount > auth.rest()) {
      throw AlipayError.business("REQUEST_AMOUNT_EXCEED", "请求解冻的金额超过剩余冻结金额");
    }
    return new Released(auth, release(auth, number, amount, call), true);
  }

  private Auth.Step release(Auth auth, String number, long amount, Call call) {
    Auth.Step step = step(auth, Auth.Kind.UNFREEZE, number, amount, "SUCCESS", call);
    auth.steps.add(step);
    if (auth.rest() == 0) {
      auth.state = Auth.State.FINISH;
    }
    return step;
  }

  private static void requireAuthorized(Auth auth) {
    switch (auth.state) {
      case FINISH -> throw AlipayError.business("ORDER_ALREADY_FINISH", "资金授权订单已经完结");
      case CLOSED -> throw AlipayError.business("ORDER_ALREADY_CLOSED", "资金授权订单已经关闭");
      case INTENT, INIT -> throw AlipayError.business("ILLEGAL_STATUS", "资金授权订单状态不合法");
      case AUTHORIZED -> {}
    }
  }

  /**
   * What a cancellation did.
   *
   * @param action {@code close} or {@code unfreeze}
   * @param changed false when it had been done before
   */
  record Cancelled(Auth auth, Auth.Step step, String action, boolean changed) {}

  synchronized Cancelled cancel(Call call) {
    Auth auth = require(call);
    Auth.Step step = requireStep(auth, call.fields());
    if (auth.state == Auth.State.CLOSED) {
      return new Cancelled(auth, step, "close", false);
    }
    if (auth.state == Auth.State.FINISH) {
      throw AlipayError.business("ORDER_ALREADY_FINISH", "资金授权订单已经完结");
    }
    if (!now().isBefore(step.createdAt.plus(CANCELLABLE))) {
      throw AlipayError.business("CANCEL_OPERATION_TIME_OUT", "超过撤销时间范围");
    }
    if (auth.state == Auth.State.INIT) {
      close(auth);
      return new Cancelled(auth, step, "close", true);
    }
    if (auth.paid > 0 || auth.released() > 0) {
      throw AlipayError.business("REQUEST_AMOUNT_EXCEED", "已有转支付或解冻，不能撤销");
    }
    release(auth, "CANCEL" + step.id, auth.amount, call);
    return new Cancelled(auth, step, "unfreeze", true);
  }

  /** The authorisation from which a capture is asked; the refusals are those of trade.pay. */
  synchronized Auth requireForCapture(Call call, long amount) {
    Auth auth = byAuthNo.get(call.fields().required("auth_no", 64));
    if (auth == null || !auth.party.sellerId().equals(call.party().sellerId())) {
      throw AlipayError.business("ACQ.AUTH_NO_ERROR", "预授权号错误或不存在");
    }
    switch (auth.state) {
      case INTENT, INIT -> throw AlipayError.business("ACQ.AUTH_ORDER_NOT_PAID", "预授权订单未冻结成功");
      case FINISH -> throw AlipayError.business("ACQ.AUTH_ORDER_HAS_FINISHED", "预授权订单已完结");
      case CLOSED -> throw AlipayError.business("ACQ.AUTH_ORDER_HAS_CLOSED", "预授权订单已关闭");
      case AUTHORIZED -> {}
    }
    if (amount > auth.rest()) {
      throw AlipayError.business("ACQ.AUTH_AMOUNT_NOT_ENOUGH", "授权金额不足");
    }
    return auth;
  }

  synchronized void captured(Auth auth, long amount) {
    auth.paid += amount;
    if (auth.rest() == 0) {
      auth.state = Auth.State.FINISH;
    }
  }

  /** With the last capture the rest is released. */
  synchronized Auth.@Nullable Step complete(Auth auth, Call call) {
    return auth.rest() == 0
        ? null
        : release(auth, "COMPLETE" + context.randomness().digits(16), auth.rest(), call);
  }

  synchronized @Nullable Auth find(String number) {
    Auth exact = auths.get(number);
    if (exact != null) {
      return exact;
    }
    List<Auth> found = auths.values().stream().filter(auth -> auth.number.equals(number)).toList();
    if (found.size() > 1) {
      throw new IllegalStateException(
          "Several merchants have an order " + number + ": say <seller id>:" + number + ".");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  synchronized @Nullable Auth byToken(String token) {
    return byToken.get(token);
  }

  synchronized @Nullable String tokenOf(String code) {
    Auth auth = byCode.get(code);
    return auth == null ? null : auth.token;
  }

  synchronized List<AlipayOrder> views() {
    List<AlipayOrder> views = new ArrayList<>();
    auths.values().forEach(auth -> views.add(auth.view()));
    return views;
  }

  synchronized <T> T read(java.util.function.Supplier<T> reader) {
    return reader.get();
  }
}
