package io.jiaozi.samples.storefront.web;

import static java.util.stream.Collectors.joining;

import io.jiaozi.money.Money;
import io.jiaozi.payment.Scene;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says money, times and names as people read them; called {@code words} in the templates. */
@Component("words")
public class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final MessageSource messages;

  Words(MessageSource messages) {
    this.messages = messages;
  }

  /** An amount with its currency's sign. */
  public String money(Money money) {
    String code = money.currency().getCurrencyCode();
    String sign =
        switch (code) {
          case "CNY" -> "¥";
          case "USD" -> "US$";
          default -> code + " ";
        };
    return sign + money.toDecimalString();
  }

  /** A moment, in the shop's own time zone. */
  public String time(Instant moment) {
    return TIME.format(moment);
  }

  /** What an account is called at checkout: its own words where there are some, else its name. */
  public String account(String name) {
    return of("account", name);
  }

  /** The first letter of that, for its badge. */
  public String badge(String name) {
    String label = account(name);
    return label.substring(0, label.offsetByCodePoints(0, 1));
  }

  /** The ways in which an account can be paid, in one line. */
  public String scenes(Collection<Scene.Kind> kinds) {
    return kinds.stream().sorted().map(kind -> of("scene", kind)).collect(joining(" · "));
  }

  /** A message for something with a name of its own, such as a state; the name if there is none. */
  public String of(String kind, Object name) {
    String text = String.valueOf(name);
    String words =
        messages.getMessage(kind + "." + text, null, text, LocaleContextHolder.getLocale());
    return words == null ? text : words;
  }
}
