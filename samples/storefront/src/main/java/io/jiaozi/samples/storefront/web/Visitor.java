package io.jiaozi.samples.storefront.web;

import io.jiaozi.samples.storefront.shop.Menu;
import io.jiaozi.samples.storefront.shop.Numbers;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** What the browser keeps for us: who it is, and what is in the basket. There are no sessions. */
@Component
class Visitor {
  private static final String WHO = "visitor";
  private static final String BASKET = "basket";
  private static final int MOST_OF_ONE = 20;
  private static final Duration KEPT = Duration.ofDays(180);

  private final Menu menu;
  private final Numbers numbers;

  Visitor(Menu menu, Numbers numbers) {
    this.menu = menu;
    this.numbers = numbers;
  }

  /** Who it is; null for somebody who has never ordered. */
  @Nullable String known(HttpServletRequest request) {
    String value = cookie(request, WHO);
    return value != null && value.matches("[0-9A-Z]{40}") ? value : null;
  }

  /** Who it is; somebody new gets a cookie. */
  String orNew(HttpServletRequest request, HttpServletResponse response) {
    String known = known(request);
    if (known != null) {
      return known;
    }
    String fresh = numbers.visitor();
    set(response, WHO, fresh);
    return fresh;
  }

  /** What is in the basket: dishes of the menu only, 1 to 20 of each. */
  Map<String, Integer> basket(HttpServletRequest request) {
    Map<String, Integer> basket = new LinkedHashMap<>();
    String value = cookie(request, BASKET);
    if (value == null) {
      return basket;
    }
    for (String line : value.split("-", -1)) {
      String[] parts = line.split("\\.", -1);
      if (parts.length == 2 && menu.dish(parts[0]) != null && parts[1].matches("[0-9]{1,2}")) {
        put(basket, parts[0], Integer.parseInt(parts[1]));
      }
    }
    return basket;
  }

  /** Changes how many of a dish are in the basket. */
  Map<String, Integer> change(
      HttpServletRequest request, HttpServletResponse response, String dish, int by) {
    Map<String, Integer> basket = basket(request);
    if (menu.dish(dish) != null) {
      put(basket, dish, basket.getOrDefault(dish, 0) + by);
    }
    StringBuilder text = new StringBuilder();
    basket.forEach(
        (id, count) -> text.append(text.isEmpty() ? "" : "-").append(id).append('.').append(count));
    set(response, BASKET, text.toString());
    return basket;
  }

  /** Empties the basket. */
  void empty(HttpServletResponse response) {
    set(response, BASKET, "");
  }

  private static void put(Map<String, Integer> basket, String dish, int count) {
    if (count < 1) {
      basket.remove(dish);
    } else {
      basket.put(dish, Math.min(count, MOST_OF_ONE));
    }
  }

  private static @Nullable String cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static void set(HttpServletResponse response, String name, String value) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name, value)
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .maxAge(KEPT)
            .build()
            .toString());
  }
}
