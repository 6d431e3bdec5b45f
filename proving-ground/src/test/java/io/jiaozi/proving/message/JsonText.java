package io.jiaozi.proving.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object as the raw texts of its members: what is not altered keeps its characters. For
 * well-formed objects only.
 */
public final class JsonText {

  private final List<String> members;

  private JsonText(List<String> members) {
    this.members = List.copyOf(members);
  }

  /**
   * Takes {@code {"a":1,"b":{}}} apart into {@code "a":1} and {@code "b":{}}; empty if it is no
   * object with members.
   */
  public static Optional<JsonText> parse(String object) {
    List<String> members = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = -1;
    for (int i = 0; i < object.length(); i++) {
      char c = object.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
        continue;
      }
      if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        if (++depth == 1) {
          from = i + 1;
        }
      } else if (c == '}' || c == ']') {
        if (--depth == 0) {
          members.add(object.substring(from, i));
        }
      } else if (c == ',' && depth == 1) {
        members.add(object.substring(from, i));
        from = i + 1;
      }
    }
    members.removeIf(member -> !member.strip().startsWith("\""));
    return depth != 0 || members.isEmpty() ? Optional.empty() : Optional.of(new JsonText(members));
  }

  public List<String> members() {
    return members;
  }

  /** The first member moved to the end. */
  public JsonText rotated() {
    List<String> changed = new ArrayList<>(members);
    changed.add(changed.remove(0));
    return new JsonText(changed);
  }

  /** One more member, before all others or after them. */
  public JsonText plus(String member, boolean first) {
    List<String> changed = new ArrayList<>(members);
    changed.add(first ? 0 : changed.size(), member);
    return new JsonText(changed);
  }

  /** The name of the first member, without its quotes. */
  public String firstName() {
    String member = members.get(0).strip();
    return member.substring(1, member.indexOf('"', 1));
  }

  /** The first letter of the first member's name as a Unicode escape: the same name to a reader. */
  public JsonText escapingOneLetter() {
    String member = members.get(0);
    int at = member.indexOf('"') + 1;
    List<String> changed = new ArrayList<>(members);
    changed.set(
        0,
        member.substring(0, at)
            + String.format("\\u%04x", (int) member.charAt(at))
            + member.substring(at + 1));
    return new JsonText(changed);
  }

  @Override
  public String toString() {
    return "{" + String.join(",", members) + "}";
  }
}
