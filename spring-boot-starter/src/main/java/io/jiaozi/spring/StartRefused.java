package io.jiaozi.spring;

/** The application must not start like this. */
final class StartRefused extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * Refuses.
   *
   * @param description what is wrong
   * @param action what to do about it
   */
  StartRefused(String description, String action) {
    super(description + " " + action);
    this.action = action;
  }

  String description() {
    String message = String.valueOf(getMessage());
    return message.substring(0, message.length() - action.length() - 1);
  }

  String action() {
    return action;
  }
}
