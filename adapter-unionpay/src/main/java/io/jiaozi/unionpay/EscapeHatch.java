package io.jiaozi.unionpay;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.form.MalformedFormException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any transaction of the gateway that is not modelled: signed and verified like every other. The
 * body is a form with the fields in the channel's words; identity and signature are added here, and
 * what belongs to a cardholder is put into UnionPay's form ({@link SensitiveFields}). Settlement
 * files come from another host and do not fit here.
 */
final class EscapeHatch {

  private static final Set<String> OURS =
      Set.of(
          "version",
          "encoding",
          "signMethod",
          "certId",
          "encryptCertId",
          "signature",
          "signPubKeyCert",
          "merId");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");

  private final Exchange.Gateway gateway;
  private final @Nullable EncryptionCertificates encryption;

  EscapeHatch(Exchange.Gateway gateway, @Nullable EncryptionCertificates encryption) {
    this.gateway = gateway;
    this.encryption = encryption;
  }

  List<Problem> check(ChannelCall call) {
    List<Problem> problems = new ArrayList<>();
    if (!call.verb().equals("POST")) {
      problems.add(new Problem("verb", "must be POST; UnionPay knows no other."));
    }
    if (!call.target().startsWith("/")
        || !UnionpayCalls.OPEN.contains(call.target().substring(1))) {
      problems.add(
          new Problem(
              "target",
              "must be one of "
                  + UnionpayCalls.OPEN.stream().map(path -> "/" + path).sorted().toList()
                  + "."));
    }
    if (!call.query().isEmpty()) {
      problems.add(
          new Problem("query", "cannot be sent to UnionPay. Put its fields into the body."));
    }
    if (!call.headers().isEmpty()) {
      problems.add(new Problem("headers", "mean nothing to UnionPay. Remove them."));
    }
    checkBody(call.body(), problems);
    return problems;
  }

  private void checkBody(String body, List<Problem> problems) {
    Map<String, String> fields;
    try {
      fields = fields(body);
    } catch (MalformedFormException notAForm) {
      problems.add(
          new Problem(
              "body",
              "is no form: it "
                  + notAForm.getMessage()
                  + ". Write name=value pairs joined with &, each part percent-encoded."));
      return;
    }
    fields.forEach((name, value) -> checkField(name, value, problems));
    String pin = fields.get(SensitiveFields.PREFIX + "pin");
    if (pin != null) {
      checkPin(pin, fields.get("accNo"), problems);
    }
  }

  private static void checkField(String name, String value, List<Problem> problems) {
    if (name.startsWith(SensitiveFields.PREFIX)) {
      checkCustomer(name, value, problems);
    } else if (!NAME.matcher(name).matches()) {
      problems.add(new Problem("body", "holds a field whose name is none of UnionPay's."));
    } else if (name.equals("version") && value.startsWith("5.0.")) {
      problems.add(
          new Problem(
              "body.version",
              "is 5.0, whose signatures rest on SHA-1. This adapter speaks 5.1.0 only; remove the field."));
    } else if (OURS.contains(name)) {
      problems.add(
          new Problem("body." + name, "is set by the SDK and cannot be given. Remove it."));
    } else {
      Texts.problemWithValue(value)
          .ifPresent(sentence -> problems.add(new Problem("body." + name, sentence)));
    }
  }

  private static void checkCustomer(String name, String value, List<Problem> problems) {
    if (!SensitiveFields.CUSTOMER.contains(name.substring(SensitiveFields.PREFIX.length()))) {
      problems.add(
          new Problem(
              "body",
              "holds a customerInfo field that is none of "
                  + SensitiveFields.CUSTOMER.stream().sorted().toList()
                  + "."));
    } else if (value.isBlank()) {
      problems.add(new Problem("body." + name, "is blank."));
    } else {
      Texts.problemInside(value)
          .ifPresent(sentence -> problems.add(new Problem("body." + name, sentence)));
    }
  }

  private void checkPin(String pin, @Nullable String card, List<Problem> problems) {
    String field = "body." + SensitiveFields.PREFIX + "pin";
    if (encryption == null) {
      problems.add(
          new Problem(
              field,
              "is never sent in clear. Set \""
                  + Settings.ENCRYPTION_CERTIFICATE
                  + "\" of the account."));
    } else if (card == null || !PinBlock.isCard(card) || !PinBlock.isPin(pin)) {
      problems.add(new Problem(field, "needs 4 to 12 digits, and accNo beside it with 11 to 19."));
    }
  }

  private static Map<String, String> fields(String body) {
    return FormCodec.decode(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  RawReply call(ChannelCall call, Exchange exchange) {
    Map<String, String> given = fields(call.body());
    boolean sensitive =
        given.containsKey("accNo")
            || given.keySet().stream().anyMatch(name -> name.startsWith(SensitiveFields.PREFIX));
    EncryptionCertificates certificates = encryption;
    EncryptionCertificates.Current certificate =
        sensitive && certificates != null ? certificates.current(exchange) : null;
    Fields message = Fields.bare(gateway.merId());
    SensitiveFields.prepared(given, certificate).forEach(message::put);
    if (!message.has("accessType")) {
      message.put("accessType", "0");
    }
    String target = call.target().substring(1);
    return exchange.send(form -> exchange.calls().any(target, form), message).raw();
  }
}
