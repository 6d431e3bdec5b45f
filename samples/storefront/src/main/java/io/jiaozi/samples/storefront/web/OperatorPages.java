package io.jiaozi.samples.storefront.web;

import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.samples.storefront.pay.CashDesk;
import io.jiaozi.samples.storefront.pay.Watch;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The operator: what came, what went, what is in doubt, and what a person has to decide. */
@Controller
@RequestMapping("/operator")
class OperatorPages {
  private static final int MOST = 50;

  private final Books books;
  private final CashDesk desk;
  private final Watch watch;
  private final PaymentGateway gateway;

  OperatorPages(Books books, CashDesk desk, Watch watch, PaymentGateway gateway) {
    this.books = books;
    this.desk = desk;
    this.watch = watch;
    this.gateway = gateway;
  }

  @ModelAttribute("basket")
  Map<String, Integer> basket() {
    return Map.of();
  }

  @GetMapping
  String show(Model model) {
    model.addAttribute("accounts", gateway.accounts());
    model.addAttribute("attempts", books.latestAttempts(MOST));
    model.addAttribute("refunds", books.latestRefunds(MOST));
    model.addAttribute("openAttempts", books.openAttempts());
    model.addAttribute("openRefunds", books.openRefunds());
    model.addAttribute("undecided", books.undecided());
    model.addAttribute("messages", watch.messages());
    model.addAttribute("endings", watch.endings());
    model.addAttribute("alarms", watch.alarms());
    model.addAttribute("resolved", watch.resolved());
    return "operator";
  }

  /** Asks about one attempt. */
  @PostMapping("/ask")
  String ask(@RequestParam("number") String number) {
    desk.ask(find(number));
    return "redirect:/operator";
  }

  /** Asks about one refund. */
  @PostMapping("/ask-refund")
  String askRefund(@RequestParam("number") String number) {
    desk.askRefund(number);
    return "redirect:/operator";
  }

  /** Asks about everything in doubt. */
  @PostMapping("/ask-all")
  String askAll() {
    desk.askAll();
    return "redirect:/operator";
  }

  /** Decides about money that does not fit: it goes back, or the order counts as paid. */
  @PostMapping("/decide")
  String decide(@RequestParam("number") String number, @RequestParam("what") String what) {
    Attempt attempt = books.attempt(number).orElse(null);
    if (attempt == null) {
      // A refund that the channel took back: nothing to do here but to have seen it.
      String order =
          books
              .refund(number)
              .flatMap(refund -> books.attempt(refund.attemptNumber()))
              .map(Attempt::orderNumber)
              .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
      books.note(order, number, MoneyEvent.Kind.DECIDED, null, "seen");
      return "redirect:/operator";
    }
    switch (what) {
      case "back" -> {
        Money left = desk.refundable(attempt);
        if (!left.isZero()) {
          desk.refund(attempt, left, "-");
        }
      }
      case "keep" -> desk.keep(attempt);
      default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    books.note(attempt.orderNumber(), number, MoneyEvent.Kind.DECIDED, null, what);
    return "redirect:/operator";
  }

  private Attempt find(String number) {
    return books
        .attempt(number)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
