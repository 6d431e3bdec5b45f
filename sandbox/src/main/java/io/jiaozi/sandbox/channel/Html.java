package io.jiaozi.sandbox.channel;

/** The sandbox's pages: one look, no outside resources, merchant's text always escaped. */
public final class Html {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1b1f24;--soft:#667080;--line:#e4e7ec;--paper:#fff;--ground:#f3f5f8;--brand:#06854a}
      @media(prefers-color-scheme:dark){:root{--ink:#eef1f5;--soft:#9aa4b2;--line:#2c333d;--paper:#1a1f27;--ground:#11151b}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
      main{max-width:60rem;margin:0 auto;padding:2rem 1rem 3rem}
      main.narrow{max-width:27rem}
      h1{font-size:1.4rem;margin:0 0 .25rem}
      h2{font-size:1.05rem;margin:2rem 0 .75rem}
      p{margin:.25rem 0 1rem}
      .soft{color:var(--soft);font-size:.875rem}
      .card{background:var(--paper);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;box-shadow:0 1px 2px #0000000d,0 12px 32px #0000000a}
      .brand{display:flex;align-items:center;gap:.6rem;margin-bottom:1.25rem;font-weight:600}
      .brand{margin:-1.5rem -1.5rem 1.5rem;padding:1rem 1.5rem;border-radius:1.45rem 1.45rem 0 0;background:var(--brand);color:#fff}
      main.narrow,main.unionpay:not(.wide){max-width:26.5rem}
      main.narrow .card,main.unionpay .card{border-radius:1.5rem;overflow:hidden}
      @media(min-width:40rem){main.narrow,main.unionpay:not(.wide){padding-top:3rem}main.narrow .card,main.unionpay:not(.wide) .card{border:.6rem solid #22272f;border-radius:2.4rem;box-shadow:0 1.5rem 3rem #0003}main.narrow .brand,main.unionpay:not(.wide) .brand{border-radius:1.7rem 1.7rem 0 0}}
      .dot{width:2rem;height:2rem;border-radius:.6rem;background:#fff;color:var(--brand);display:grid;place-items:center;font-size:1.05rem}
      .tag{margin-left:auto;border:1px solid #ffffff80;border-radius:99rem;padding:.1rem .6rem;font-size:.75rem;font-weight:500;color:#fff}
      .amount{font-size:2.5rem;font-weight:700;letter-spacing:-.02em;text-align:center;margin:.5rem 0 0;font-variant-numeric:tabular-nums}
      p.what{text-align:center;overflow-wrap:anywhere;margin:0 0 1.25rem}
      dl{display:grid;grid-template-columns:auto 1fr;gap:.4rem 1rem;margin:0 0 1.25rem;padding:1rem 0;border-block:1px solid var(--line);font-size:.9rem}
      dl:last-child{border-bottom:0;margin:0;padding-bottom:0}
      dt{color:var(--soft)}
      small{display:block;font-size:.8rem;font-weight:400;opacity:.8}
      dd{margin:0;text-align:right;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
      form{display:grid;gap:.6rem}
      button{font:inherit;font-weight:600;border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem;background:transparent;color:inherit;cursor:pointer}
      button:hover{border-color:var(--soft)}
      button:focus-visible,a:focus-visible{outline:3px solid color-mix(in srgb,var(--brand) 50%,transparent);outline-offset:2px}
      button.main{background:var(--brand);border-color:var(--brand);color:#fff}
      button.main:hover{filter:brightness(1.07)}
      .mischief{margin-top:1.25rem;border-top:1px dashed var(--line);padding-top:.9rem;font-size:.9rem}
      .mischief summary{cursor:pointer;color:var(--soft)}
      .mischief form{margin-top:.75rem;grid-template-columns:1fr 1fr}
      .mischief button{font-size:.82rem;padding:.5rem .6rem;border-radius:.6rem}
      .pair{display:grid;grid-template-columns:1fr 1fr;gap:.6rem}
      .said{border-radius:.75rem;padding:.75rem 1rem;margin:0 0 1.25rem;background:color-mix(in srgb,var(--brand) 12%,transparent);text-align:center;font-weight:600}
      .said.no{background:#d9363e1f}
      .scroll{overflow-x:auto}
      table{width:100%;border-collapse:collapse;font-size:.9rem}
      th{text-align:left;color:var(--soft);font-weight:500;font-size:.8rem}
      th,td{padding:.55rem .75rem .55rem 0;border-bottom:1px solid var(--line);vertical-align:top}
      td{overflow-wrap:anywhere}
      tr:last-child td{border-bottom:0}
      td.number,td.key{font-variant-numeric:tabular-nums;white-space:nowrap}
      th.number,td.number{text-align:right}
      @media(max-width:40rem){thead{display:none}tr{display:grid;grid-template-columns:1fr auto;gap:.15rem 1rem;padding:.8rem 0;border-bottom:1px solid var(--line)}tr:first-child{padding-top:0}tr:last-child{border-bottom:0;padding-bottom:0}td{border:0;padding:0}td.key{white-space:normal}td.number{grid-area:1/2}td.what{grid-area:2/1;text-align:left;margin:0}td.tagged{grid-area:2/2;text-align:right}}
      .state{display:inline-block;white-space:nowrap;border-radius:99rem;padding:.05rem .6rem;font-size:.78rem;font-weight:600;background:var(--ground);border:1px solid var(--line)}
      .state.good{background:color-mix(in srgb,var(--brand) 16%,transparent);border-color:transparent}
      a{color:var(--brand)}
      code{font:0.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
      footer{margin-top:1.25rem;text-align:center;color:var(--soft);font-size:.8rem}
      """;

  private Html() {}

  /** Text that shows as itself, whatever is in it, inside an element or a quoted attribute. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  /**
   * The part of a cashier that makes things go wrong: buttons for the sandbox's own page of
   * mischief, which leads back here.
   *
   * @param cashierPath where this cashier is
   */
  public static String mischief(String cashierPath) {
    StringBuilder html =
        new StringBuilder(
            "<details class=\"mischief\"><summary>故障 · What goes wrong next</summary>"
                + "<form method=\"post\" action=\"/_sandbox/mischief\">"
                + "<input type=\"hidden\" name=\"back\" value=\"");
    html.append(escape(cashierPath)).append("\">");
    for (Mischief mischief : Mischief.values()) {
      html.append("<button name=\"do\" value=\"")
          .append(mischief.word())
          .append("\">")
          .append(mischief.chinese())
          .append("<small>")
          .append(mischief.english())
          .append("</small></button>");
    }
    return html.append("</form></details>").toString();
  }

  /**
   * A whole page.
   *
   * @param title plain text
   * @param mainClass {@code narrow} for a page that looks like a phone's, else empty
   * @param content HTML whose foreign parts have gone through {@link #escape}
   */
  public static Reply page(int status, String title, String mainClass, String content) {
    String document =
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            + "<title>"
            + escape(title)
            + "</title><style>"
            + STYLE
            + "</style></head><body><main class=\""
            + mainClass
            + "\">"
            + content
            + "</main></body></html>";
    return Reply.html(status, document)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'")
        .with("X-Content-Type-Options", "nosniff")
        // Not no-referrer: with that a browser posts the page's own form with "Origin: null".
        .with("Referrer-Policy", "same-origin")
        .with("Cache-Control", "no-store");
  }
}
