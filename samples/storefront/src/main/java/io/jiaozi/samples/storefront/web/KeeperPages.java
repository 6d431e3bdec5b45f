package io.jiaozi.samples.storefront.web;

import io.jiaozi.money.Money;
import io.jiaozi.samples.storefront.pay.CashDesk;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.Menu;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The shopkeeper: orders, and money back. */
@Controller
@RequestMapping("/keeper")
class KeeperPages {
  private static final int MOST = 100;

  private final Books books;
  private final Menu menu;
  private final CashDesk desk;

  KeeperPages(Books books, Menu menu, CashDesk desk) {
    this.books = books;
    this.menu = menu;
    this.desk = desk;
  }

  @ModelAttribute("basket")
  Map<String, Integer> basket() {
    return Map.of();
  }

  @GetMapping
  String orders(Model model) {
    model.addAttribute(
        "cards",
        books.latestOrders(MOST).stream().map(order -> OrderCard.of(order, books, menu)).toList());
    return "keeper";
  }

  @GetMapping("/orders/{number}")
  String order(
      @PathVariable("number") String number,
      @RequestParam(name = "refused", defaultValue = "false") boolean refused,
      Model model) {
    OrderCard card = card(number);
    model.addAttribute("card", card);
    model.addAttribute("events", books.eventsOf(number));
    model.addAttribute("refused", refused);
    Attempt paid = card.paid();
    model.addAttribute("left", paid == null ? null : desk.refundable(paid));
    return "keeper-order";
  }

  @PostMapping("/orders/{number}/refund")
  String refund(
      @PathVariable("number") String number,
      @RequestParam("amount") String amount,
      @RequestParam("reason") String reason) {
    Attempt paid = card(number).paid();
    if (paid == null) {
      throw new ResponseStatusException(HttpStatus.CONFLICT);
    }
    try {
      Money money = Money.of(paid.amount().currency().getCurrencyCode(), amount.strip());
      desk.refund(paid, money, reason.isBlank() ? "-" : reason.strip());
    } catch (IllegalArgumentException refused) {
      return "redirect:/keeper/orders/" + number + "?refused=true";
    }
    return "redirect:/keeper/orders/" + number;
  }

  private OrderCard card(String number) {
    return OrderCard.of(
        books.order(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)),
        books,
        menu);
  }
}
