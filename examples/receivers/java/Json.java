import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** JSON as the JDK lacks it. Your application has Jackson or Gson, which takes its place. */
final class Json {
  private static final int DEEPEST = 200;
  private final String text;
  private int at;

  private Json(String text) { this.text = text; }

  /** The object that a body is, or null: it is no UTF-8, no JSON, another value, or nests too deeply. */
  static Map<?, ?> object(byte[] body) {
    try {
      Json json = new Json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
      Object value = json.value(0);
      json.blanks();
      return json.at == json.text.length() && value instanceof Map<?, ?> map ? map : null;
    } catch (CharacterCodingException | RuntimeException e) {
      return null;
    }
  }

  /** A text in quotes. */
  static String text(String s) {
    StringBuilder b = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      b.append(c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c) ? String.format("\\u%04x", (int) c) : c + "");
    }
    return b.append('"').toString();
  }

  private Object value(int depth) {
    blanks();
    if (depth > DEEPEST) throw new IllegalStateException("too deep");
    switch (text.charAt(at)) {
      case '{': {
        Map<String, Object> map = new LinkedHashMap<>();
        for (at++, blanks(); text.charAt(at) != '}'; ) {
          if (!map.isEmpty()) expect(',');
          blanks();
          String name = string();
          blanks();
          expect(':');
          map.put(name, value(depth + 1));
          blanks();
        }
        at++;
        return map;
      }
      case '[': {
        List<Object> list = new ArrayList<>();
        for (at++, blanks(); text.charAt(at) != ']'; blanks()) {
          if (!list.isEmpty()) expect(',');
          list.add(value(depth + 1));
        }
        at++;
        return list;
      }
      case '"': return string();
      default: return scalar();
    }
  }

  private String string() {
    StringBuilder b = new StringBuilder();
    expect('"');
    for (char c; (c = text.charAt(at++)) != '"'; ) {
      if (c < ' ') throw new IllegalStateException("control character");
      if (c != '\\') { b.append(c); continue; }
      int escape = "\"\\/bfnrtu".indexOf(text.charAt(at++));
      if (escape == 8) { b.append((char) Integer.parseInt(text.substring(at, at += 4), 16)); continue; }
      b.append("\"\\/\b\f\n\r\t".charAt(escape));
    }
    return b.toString();
  }

  private Object scalar() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
    String word = text.substring(start, at);
    if (word.matches("true|false|null")) return word.equals("null") ? null : (Object) Boolean.valueOf(word);
    if (!word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) throw new IllegalStateException(word);
    return word;
  }

  private void blanks() { while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++; }

  private void expect(char c) { if (text.charAt(at++) != c) throw new IllegalStateException("want " + c); }
}
