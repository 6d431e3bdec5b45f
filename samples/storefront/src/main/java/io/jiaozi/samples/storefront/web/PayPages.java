package io.jiaozi.samples.storefront.web;

import io.jiaozi.payment.NextAction;
import io.jiaozi.samples.storefront.pay.CashDesk;
import io.jiaozi.samples.storefront.pay.PayOption;
import io.jiaozi.samples.storefront.pay.PayOptions;
import io.jiaozi.samples.storefront.pay.SimulatedChannels;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.Menu;
import io.jiaozi.samples.storefront.shop.Order;
import io.jiaozi.servlet.InboundRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One order: how to pay it, how it stands, and the way to the channel and back. */
@Controller
class PayPages {
  private final Books books;
  private final Menu menu;
  private final PayOptions options;
  private final CashDesk desk;
  private final LivePages live;
  private final Visitor visitor;
  private final SimulatedChannels simulated;
  private final MessageSource messages;

  PayPages(
      Books books,
      Menu menu,
      PayOptions options,
      CashDesk desk,
      LivePages live,
      Visitor visitor,
      SimulatedChannels simulated,
      MessageSource messages) {
    this.books = books;
    this.menu = menu;
    this.options = options;
    this.desk = desk;
    this.live = live;
    this.visitor = visitor;
    this.simulated = simulated;
    this.messages = messages;
  }

  @ModelAttribute("basket")
  Map<String, Integer> basket(HttpServletRequest request) {
    return visitor.basket(request);
  }

  @GetMapping("/orders/{number}")
  String order(
      @PathVariable("number") String number,
      @RequestParam(name = "said", required = false) @Nullable String said,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Order order = find(number);
    model.addAttribute("card", OrderCard.of(order, books, menu));
    model.addAttribute("options", options.offer(order.quantities(), isPhone(request)));
    model.addAttribute("said", said != null && said.matches("[a-z]{1,12}") ? said : null);
    // The way back must draw the page anew: it may have been paid meanwhile.
    response.setHeader("Cache-Control", "no-store");
    return "order";
  }

  @PostMapping("/orders/{number}/pay")
  String pay(
      @PathVariable("number") String number,
      @RequestParam("way") String way,
      HttpServletRequest request,
      Locale locale) {
    Order order = find(number);
    PayOption option =
        options.offer(order.quantities(), isPhone(request)).stream()
            .filter(offered -> offered.value().equals(way))
            .findFirst()
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    String description =
        messages.getMessage("pay.description", new Object[] {count(order)}, locale);
    CashDesk.Said said =
        order.isPaid()
            ? CashDesk.Said.NOTHING
            : desk.pay(order, option, description, request.getRemoteAddr());
    Attempt current = OrderCard.of(find(number), books, menu).current();
    boolean goesOn =
        said == CashDesk.Said.NOTHING
            && current != null
            && current.next() != null
            && !(current.next() instanceof NextAction.ShowQrCode);
    return goesOn ? "redirect:/orders/" + number + "/go" : page(number, said);
  }

  private static int count(Order order) {
    return order.quantities().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The page between the shop and the channel's page. */
  @GetMapping("/orders/{number}/go")
  String go(@PathVariable("number") String number, HttpServletResponse response, Model model) {
    Attempt current = OrderCard.of(find(number), books, menu).current();
    if (current == null) {
      return "redirect:/orders/" + number;
    }
    NextAction next = current.next();
    URI target;
    if (next instanceof NextAction.SubmitForm form) {
      target = form.action();
      // A form is good for one posting at some channels: whoever comes back chooses anew.
      books.handedOut(current.number());
      model.addAttribute("fields", form.fields());
    } else if (next instanceof NextAction.Redirect redirect) {
      target = simulated.page(redirect);
    } else {
      return "redirect:/orders/" + number;
    }
    model.addAttribute("target", target.toString());
    model.addAttribute("number", number);
    model.addAttribute("attempt", current);
    response.setHeader("Content-Security-Policy", Security.policy(origin(target)));
    response.setHeader("Cache-Control", "no-store");
    return "go";
  }

  private static String origin(URI target) {
    return target.getScheme() + "://" + target.getRawAuthority();
  }

  /** The buyer is back from the channel: by a link, or by a form posted from the channel's page. */
  @RequestMapping(
      path = "/return/{attempt}",
      method = {RequestMethod.GET, RequestMethod.POST})
  String cameBack(@PathVariable("attempt") String number, HttpServletRequest request)
      throws IOException {
    Attempt attempt =
        books.attempt(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    return page(attempt.orderNumber(), desk.cameBack(attempt, InboundRequests.of(request)));
  }

  /** "I have paid": asks the channel now. */
  @PostMapping("/orders/{number}/ask")
  String ask(@PathVariable("number") String number) {
    Attempt current = OrderCard.of(find(number), books, menu).current();
    return page(number, current == null ? CashDesk.Said.NOTHING : desk.ask(current));
  }

  @GetMapping(path = "/orders/{number}/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter live(@PathVariable("number") String number) {
    return live.watch(find(number).number());
  }

  @GetMapping("/orders/{number}/code.png")
  ResponseEntity<byte[]> code(@PathVariable("number") String number) {
    Attempt current = OrderCard.of(find(number), books, menu).current();
    if (current == null || !(current.next() instanceof NextAction.ShowQrCode code)) {
      return ResponseEntity.notFound().build();
    }
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .cacheControl(CacheControl.noStore())
        .body(QrPicture.png(code.content()));
  }

  private Order find(String number) {
    return books.order(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private static String page(String order, CashDesk.Said said) {
    return "redirect:/orders/"
        + order
        + switch (said) {
          case NOTHING -> "";
          case DECLINED -> "?said=declined";
          case NOT_REACHED -> "?said=unreached";
          case LOOKING -> "?said=looking";
          case NOT_YET -> "?said=notyet";
        };
  }

  private static boolean isPhone(HttpServletRequest request) {
    String hint = request.getHeader("Sec-CH-UA-Mobile");
    String browser = request.getHeader("User-Agent");
    return hint != null ? hint.equals("?1") : browser != null && browser.contains("Mobi");
  }
}
