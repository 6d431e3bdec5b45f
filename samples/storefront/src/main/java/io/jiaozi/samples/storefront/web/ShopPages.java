package io.jiaozi.samples.storefront.web;

import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.Menu;
import io.jiaozi.samples.storefront.shop.Numbers;
import io.jiaozi.samples.storefront.shop.Order;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Menu, basket, and what was ordered before. */
@Controller
class ShopPages {
  private final Menu menu;
  private final Visitor visitor;
  private final Books books;
  private final Numbers numbers;
  private final Clock clock;

  ShopPages(Menu menu, Visitor visitor, Books books, Numbers numbers, Clock clock) {
    this.menu = menu;
    this.visitor = visitor;
    this.books = books;
    this.numbers = numbers;
    this.clock = clock;
  }

  @ModelAttribute("basket")
  Map<String, Integer> basket(HttpServletRequest request) {
    return visitor.basket(request);
  }

  @GetMapping("/")
  String menu(Model model) {
    model.addAttribute("dishes", menu.dishes());
    return "menu";
  }

  @PostMapping("/basket")
  String change(
      @RequestParam("dish") String dish,
      @RequestParam("by") int by,
      @RequestParam(name = "from", defaultValue = "menu") String from,
      HttpServletRequest request,
      HttpServletResponse response) {
    visitor.change(request, response, dish, Math.max(-20, Math.min(20, by)));
    return from.equals("basket") ? "redirect:/basket" : "redirect:/#" + anchor(dish);
  }

  private String anchor(String dish) {
    return menu.dish(dish) == null ? "" : dish;
  }

  @GetMapping("/basket")
  String showBasket(HttpServletRequest request, Model model) {
    Map<String, Integer> basket = visitor.basket(request);
    model.addAttribute("lines", lines(basket));
    model.addAttribute("total", menu.total(basket, Menu.HOME_CURRENCY));
    return "basket";
  }

  @PostMapping("/orders")
  String order(HttpServletRequest request, HttpServletResponse response) {
    Map<String, Integer> basket = visitor.basket(request);
    if (basket.isEmpty()) {
      return "redirect:/basket";
    }
    Order order =
        new Order(
            numbers.order(), visitor.orNew(request, response), clock.instant(), basket, null, null);
    books.add(order);
    visitor.empty(response);
    return "redirect:/orders/" + order.number();
  }

  @GetMapping("/orders")
  String orders(HttpServletRequest request, Model model) {
    String who = visitor.known(request);
    List<Order> orders = who == null ? List.of() : books.ordersOf(who);
    model.addAttribute(
        "cards", orders.stream().map(order -> OrderCard.of(order, books, menu)).toList());
    return "orders";
  }

  private List<OrderCard.Line> lines(Map<String, Integer> basket) {
    return OrderCard.lines(basket, menu);
  }
}
