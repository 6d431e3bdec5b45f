package io.jiaozi.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A JSON object as the raw texts of its members: what is not altered keeps its characters. For
 * well-formed objects only. Immutable.
 */
final class JsonText {

  private final List<String> members;

  private JsonText(List<String> members) {
    this.members = List.copyOf(members);
  }

  /** Takes an object apart into the texts of its members; empty if it is none, or has none. */
  static Optional<JsonText> parse(String object) {
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

  private static String name(String member) {
    String stripped = member.strip();
    return stripped.substring(1, stripped.indexOf('"', 1));
  }

  /** The values of a member that are plain texts. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (String member : members) {
      String value = member.substring(member.indexOf(':') + 1).strip();
      if (name(member).equals(name) && value.length() >= 2 && value.startsWith("\"")) {
        texts.add(value.substring(1, value.length() - 1));
      }
    }
    return texts;
  }

  /** The member with this text alone, at its place, or at the end. */
  JsonText withText(String name, String text) {
    List<String> changed = new ArrayList<>();
    boolean placed = false;
    for (String member : members) {
      if (!name(member).equals(name)) {
        changed.add(member);
      } else if (!placed) {
        changed.add(member(name, text));
        placed = true;
      }
    }
    if (!placed) {
      changed.add(member(name, text));
    }
    return new JsonText(changed);
  }

  JsonText plusText(String name, String text, boolean first) {
    List<String> changed = new ArrayList<>(members);
    changed.add(first ? 0 : changed.size(), member(name, text));
    return new JsonText(changed);
  }

  JsonText without(String name) {
    return new JsonText(members.stream().filter(member -> !name(member).equals(name)).toList());
  }

  private static String member(String name, String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return "\"" + name + "\":\"" + escaped + "\"";
  }

  JsonText rotated() {
    List<String> changed = new ArrayList<>(members);
    changed.add(changed.remove(0));
    return new JsonText(changed);
  }

  String firstName() {
    return name(members.get(0));
  }

  /** The first letter of the first member's name as an escape: the same name to a reader. */
  JsonText escapingOneLetter() {
    String member = members.get(0);
    int at = member.indexOf('"') + 1;
    List<String> changed = new ArrayList<>(members);
    changed.set(
        0,
        member.substring(0, at)
            + String.format(Locale.ROOT, "\\u%04x", (int) member.charAt(at))
            + member.substring(at + 1));
    return new JsonText(changed);
  }

  @Override
  public String toString() {
    return "{" + String.join(",", members) + "}";
  }
}
