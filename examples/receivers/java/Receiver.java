// A receiver for the callbacks of Tencent Cloud Chat. IM_TOKEN, IM_SDKAPPID and PORT are its settings.
// It needs a JDK of 17 or newer and nothing else: javac *.java && java Receiver
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import static java.nio.charset.StandardCharsets.UTF_8;

public class Receiver {
  static final String TOKEN = System.getenv("IM_TOKEN"), APP = System.getenv("IM_SDKAPPID");
  static final int MOST_BYTES = 1 << 20, MOST_SEEN = 100_000;
  static final ExecutorService WORK = Executors.newSingleThreadExecutor();
  static final Map<String, Boolean> SEEN = Collections.synchronizedMap(new LinkedHashMap<>() {
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> e) { return size() > MOST_SEEN; }
  });

  /** Your work. It comes after the answer, once for each event. */
  static void handle(String command, Map<?, ?> packet) {}

  /** Members of the answer, as JSON: before an event a code that is not 0 refuses it. docs/callbacks.md has them all. */
  static String decide(String command, Map<?, ?> packet) {
    Object asked = packet.get(command.equals("Sns.CallbackPrevFriendAdd") ? "FriendItem" : "ResponseFriendItem");
    if (command.startsWith("Sns.CallbackPrev")) { // each is decided by its ResultCode
      StringJoiner items = new StringJoiner(",", ",\"ResultItem\":[", "]");
      for (Object one : asked instanceof List<?> list ? list : List.of()) {
        if (one instanceof Map<?, ?> m && m.get("To_Account") instanceof String name) {
          items.add("{\"To_Account\":" + Json.text(name) + ",\"ResultCode\":0,\"ResultInfo\":\"\"}");
        }
      }
      return "\"ErrorInfo\":\"\",\"ErrorCode\":0" + items;
    }
    String more = command.equals("Chatbot.OnC2CSignalMessage") ? ",\"RspData\":\"\"" : "";
    boolean isRefused = command.equals("Group.CallbackBeforeSendMsg") && ("" + packet.get("MsgBody")).contains("forbidden");
    return isRefused ? "\"ErrorInfo\":\"not this word\",\"ErrorCode\":10101" : "\"ErrorInfo\":\"\",\"ErrorCode\":0" + more;
  }

  /** Whether a request has the application's id and a signature of this minute, each once. */
  static boolean isFromChat(Map<String, List<String>> query) throws Exception {
    String at = once(query, "RequestTime");
    if (TOKEN == null || TOKEN.isEmpty() || !once(query, "SdkAppid").equals(APP) || !at.matches("[0-9]{1,10}")) return false;
    byte[] sign = MessageDigest.getInstance("SHA-256").digest((TOKEN + at).getBytes(UTF_8));
    boolean isNow = Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(at)) <= 60;
    return isNow && MessageDigest.isEqual(HexFormat.of().formatHex(sign).getBytes(), once(query, "Sign").getBytes(UTF_8));
  }

  static String once(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : "";
  }

  static void answer(HttpExchange x, int status, String packet) throws IOException {
    byte[] text = ("{\"ActionStatus\":\"" + (status == 200 ? "OK" : "FAIL") + "\"," + packet + "}").getBytes(UTF_8);
    x.getResponseHeaders().set("Content-Type", "application/json");
    x.sendResponseHeaders(status, x.getRequestMethod().equals("HEAD") ? -1 : text.length);
    if (!x.getRequestMethod().equals("HEAD")) x.getResponseBody().write(text);
    x.close();
  }

  static void receive(HttpExchange x) throws IOException {
    try {
      byte[] body = x.getRequestBody().readNBytes(MOST_BYTES + 1);
      Map<String, List<String>> query = new HashMap<>();
      for (String pair : Objects.requireNonNullElse(x.getRequestURI().getRawQuery(), "").split("&")) {
        String[] parts = pair.split("=", 2);
        String value = parts.length > 1 ? URLDecoder.decode(parts[1], UTF_8) : "";
        query.computeIfAbsent(parts[0], n -> new ArrayList<>()).add(value);
      }
      String command = once(query, "CallbackCommand");
      if (!x.getRequestURI().getPath().equals("/im")) { refuse(x, 404); return; }
      if (!x.getRequestMethod().equals("POST")) { refuse(x, 405); return; }
      if (body.length > MOST_BYTES) { refuse(x, 413); return; }
      if (!isFromChat(query)) { refuse(x, 403); return; }
      Map<?, ?> packet = Json.object(body);
      Object named = packet == null ? null : packet.get("CallbackCommand");
      if (packet == null || named != null && !named.equals(command)) { refuse(x, 400); return; }
      answer(x, 200, decide(command, packet));
      String key = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      if (SEEN.put(key, true) == null) WORK.submit(() -> handle(command, packet));
    } catch (IllegalArgumentException e) {
      refuse(x, 400);
    } catch (Exception e) {
      refuse(x, 500);
    }
  }

  static void refuse(HttpExchange x, int status) throws IOException {
    answer(x, status, "\"ErrorInfo\":\"refused\",\"ErrorCode\":1");
  }

  public static void main(String[] args) throws IOException {
    String host = System.getenv("IM_HOST"), port = System.getenv().getOrDefault("PORT", "8080");
    InetSocketAddress at = host == null ? new InetSocketAddress(Integer.parseInt(port))
        : new InetSocketAddress(host, Integer.parseInt(port));
    HttpServer server = HttpServer.create(at, 128);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", Receiver::receive);
    server.start();
  }
}
