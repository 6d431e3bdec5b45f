package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * What is special about one scene: which product of UnionPay it is, what it adds to the common
 * message, where that goes, and what an acceptance turns into. Source: protocol sheet, section 4.3.
 * Stateless.
 */
interface PayScene {

  /** How long to leave the channel alone after a scanned code was accepted. */
  Duration FIRST_QUESTION = Duration.ofSeconds(1);

  /** Which scene this is. */
  Scene.Kind kind();

  /** Which product it is. */
  Product product();

  /** Everything the scene itself does not allow about a request. */
  List<Problem> check(PaymentRequest request);

  /** Names of the fields that {@link #addTo} sets, so that extras cannot. */
  Set<String> fields();

  /** Adds what the scene needs to the common message. */
  void addTo(Fields message, PaymentRequest request);

  /** The call that carries the message; empty if the buyer's browser does. */
  Optional<Call<Reply>> call(UnionpayCalls calls, RequestBody form);

  /** What an acceptance means. */
  PaymentResult accepted(PaymentRequest request, Pair pair, Exchange.Answer answer);

  /**
   * A product in UnionPay's codes.
   *
   * @param expires whether it takes an expiry
   * @param describes whether the buyer can be shown what is paid for
   */
  record Product(
      String txnSubType, String bizType, String channelType, boolean expires, boolean describes) {}

  /** One row for every scene an account offers. */
  static Map<Scene.Kind, PayScene> all() {
    Map<Scene.Kind, PayScene> scenes = new EnumMap<>(Scene.Kind.class);
    List<PayScene> rows =
        List.of(
            new Page(Scene.Kind.WEB_PAGE, "07"),
            new Page(Scene.Kind.MOBILE_WEB, "08"),
            new App(),
            new ShownCode(),
            new ScannedCode());
    for (PayScene scene : rows) {
      scenes.put(scene.kind(), scene);
    }
    return scenes;
  }

  /** UnionPay's page in the buyer's browser; 07 is the page for desktops, 08 for phones. */
  record Page(Scene.Kind kind, String channelType) implements PayScene {
    @Override
    public Product product() {
      return new Product("01", "000201", channelType, true, true);
    }

    @Override
    public List<Problem> check(PaymentRequest request) {
      return returnUrl(request).toString().length() > 256
          ? List.of(
              new Problem(
                  "scene.returnUrl", "has more than the 256 characters that UnionPay takes."))
          : List.of();
    }

    @Override
    public Set<String> fields() {
      return Set.of("frontUrl");
    }

    @Override
    public void addTo(Fields message, PaymentRequest request) {
      message.put("frontUrl", returnUrl(request).toString());
    }

    private static URI returnUrl(PaymentRequest request) {
      return request.scene() instanceof Scene.MobileWeb mobile
          ? mobile.returnUrl()
          : ((Scene.WebPage) request.scene()).returnUrl();
    }

    @Override
    public Optional<Call<Reply>> call(UnionpayCalls calls, RequestBody form) {
      return Optional.empty();
    }

    @Override
    public PaymentResult accepted(PaymentRequest request, Pair pair, Exchange.Answer answer) {
      throw new IllegalStateException("A page is not asked for from here.");
    }
  }

  /** UnionPay's control inside the shop's own app: an order number (tn) is handed to it. */
  record App() implements PayScene {
    static final String CLIENT = "UPPaymentControl";

    @Override
    public Scene.Kind kind() {
      return Scene.Kind.APP;
    }

    @Override
    public Product product() {
      return new Product("01", "000201", "08", true, true);
    }

    @Override
    public List<Problem> check(PaymentRequest request) {
      return List.of();
    }

    @Override
    public Set<String> fields() {
      return Set.of();
    }

    @Override
    public void addTo(Fields message, PaymentRequest request) {
      // Everything it needs is common.
    }

    @Override
    public Optional<Call<Reply>> call(UnionpayCalls calls, RequestBody form) {
      return Optional.of(calls.app(form));
    }

    @Override
    public PaymentResult accepted(PaymentRequest request, Pair pair, Exchange.Answer answer) {
      String tn = required(answer, "tn");
      return awaiting(
          request,
          pair,
          answer,
          new NextAction.InvokeClient(CLIENT, Map.of("tn", tn), request.payBefore()));
    }
  }

  /** The shop shows a code, the buyer scans it. */
  record ShownCode() implements PayScene {
    @Override
    public Scene.Kind kind() {
      return Scene.Kind.QR_CODE;
    }

    @Override
    public Product product() {
      return new Product("07", "000000", "08", true, false);
    }

    @Override
    public List<Problem> check(PaymentRequest request) {
      return List.of();
    }

    @Override
    public Set<String> fields() {
      return Set.of();
    }

    @Override
    public void addTo(Fields message, PaymentRequest request) {
      // Everything it needs is common.
    }

    @Override
    public Optional<Call<Reply>> call(UnionpayCalls calls, RequestBody form) {
      return Optional.of(calls.back(form));
    }

    @Override
    public PaymentResult accepted(PaymentRequest request, Pair pair, Exchange.Answer answer) {
      String content = required(answer, "qrCode");
      return awaiting(
          request, pair, answer, new NextAction.ShowQrCode(content, request.payBefore()));
    }
  }

  /** The buyer shows a code, the shop scans it: accepted at once, paid when the buyer agreed. */
  record ScannedCode() implements PayScene {
    @Override
    public Scene.Kind kind() {
      return Scene.Kind.BUYER_CODE;
    }

    @Override
    public Product product() {
      return new Product("06", "000000", "08", false, false);
    }

    @Override
    public List<Problem> check(PaymentRequest request) {
      Scene.BuyerCode till = (Scene.BuyerCode) request.scene();
      String terminal = till.terminalId();
      List<Problem> problems = new ArrayList<>();
      if (!till.code().matches("[0-9]{1,20}")) {
        problems.add(
            new Problem(
                "scene.code",
                "is no code of UnionPay: one is 1 to 20 digits. Ask the buyer for the payment code and scan again."));
      }
      if (terminal != null && !terminal.matches("[0-9A-Za-z]{8}")) {
        problems.add(
            new Problem(
                "scene.terminalId", "must be 8 letters and digits at UnionPay, or be left out."));
      }
      return problems;
    }

    @Override
    public Set<String> fields() {
      return Set.of("qrNo", "termId");
    }

    @Override
    public void addTo(Fields message, PaymentRequest request) {
      Scene.BuyerCode till = (Scene.BuyerCode) request.scene();
      message.put("qrNo", till.code());
      String terminal = till.terminalId();
      if (terminal != null) {
        message.put("termId", terminal);
      }
    }

    @Override
    public Optional<Call<Reply>> call(UnionpayCalls calls, RequestBody form) {
      return Optional.of(calls.back(form));
    }

    @Override
    public PaymentResult accepted(PaymentRequest request, Pair pair, Exchange.Answer answer) {
      return new PaymentResult.Processing(
          Payment.builder(pair.payment(), PaymentState.PROCESSING, answer.raw())
              .amount(request.amount())
              .build(),
          FIRST_QUESTION);
    }
  }

  private static PaymentResult awaiting(
      PaymentRequest request, Pair pair, Exchange.Answer answer, NextAction next) {
    Payment payment =
        Payment.builder(pair.payment(), PaymentState.AWAITING_CUSTOMER, answer.raw())
            .amount(request.amount())
            .build();
    return new PaymentResult.AwaitingCustomer(payment, next);
  }

  private static String required(Exchange.Answer answer, String field) {
    @Nullable String value = answer.message().text(field);
    if (value == null) {
      throw answer.unknown(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "accepted the order, but its answer lacks " + field + ", without which nobody can pay");
    }
    return value;
  }
}
