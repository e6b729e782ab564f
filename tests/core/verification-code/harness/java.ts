import type { Harness, WrittenCase } from './harness.ts';
import { letters } from './takes.ts';

/** As much of the servlet interface as compiling a handler takes. */
const servlets = {
  HttpServlet: `public class HttpServlet {
  protected void doPost(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {}
}`,
  HttpServletRequest: `public interface HttpServletRequest {
  java.util.Enumeration<String> getHeaders(String name);
  java.io.InputStream getInputStream() throws java.io.IOException;
  String getMethod();
  String getQueryString();
  String getRequestURI();
}`,
  HttpServletResponse: 'public interface HttpServletResponse { void setStatus(int status); }',
};

const main = (cases: readonly WrittenCase[]) => `import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Instant;
import java.util.*;
import java.util.function.Function;

public class Main {
  static byte[] bytes(String text) { return Base64.getDecoder().decode(text); }
  static String text(String text) { return new String(bytes(text), StandardCharsets.UTF_8); }
  static String wire(String text) { return new String(bytes(text), StandardCharsets.ISO_8859_1); }

  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of("calls.txt"))) {
      String[] parts = line.split("\\t", -1);
      Instant now = Instant.ofEpochMilli(Long.parseLong(parts[2]));
      String url = text(parts[3]), method = text(parts[4]);
      byte[] body = bytes(parts[5]);
      int count = Integer.parseInt(parts[6]);
      List<String> secrets = new ArrayList<>();
      for (int i = 7; i < 7 + count; i++) secrets.add(text(parts[i]));
      Map<String, List<String>> values = new HashMap<>();
      for (int i = 7 + count; i + 1 < parts.length; i += 2) {
        values.computeIfAbsent(wire(parts[i]), name -> new ArrayList<>()).add(wire(parts[i + 1]));
      }
      Function<String, List<String>> headers = name -> values.getOrDefault(name, List.of());
      boolean accepted;
      try {
        accepted = call(Integer.parseInt(parts[0]), headers, body, secrets, url, method, now);
      } catch (IllegalArgumentException | java.security.spec.InvalidKeySpecException error) {
        accepted = false;
      }
      System.out.println(parts[1] + " " + accepted);
    }
  }

  static boolean call(int index, Function<String, List<String>> headers, byte[] body, List<String> secrets, String url, String method, Instant now) throws Exception {
    return switch (index) {
${cases
  .map(({ code, plan }, index) => {
    const takes = letters(plan);
    const more = `${takes.includes('u') ? ', url' : ''}${takes.includes('m') ? ', method' : ''}${takes.includes('n') ? ', now' : ''}`;
    return `      case ${index} -> ${code.fileName.replace('.java', '')}.verify(headers, body, secrets${more});`;
  })
  .join('\n')}
      default -> throw new IllegalStateException();
    };
  }
}
`;

export const java: Harness = {
  probe: ['javac', '--release', '17', '--version'],
  files: (cases) => [
    ...Object.entries(servlets).map(
      ([name, text]) => [`jakarta/servlet/http/${name}.java`, `package jakarta.servlet.http;\n${text}\n`] as const,
    ),
    ...cases.map(({ code }) => [code.fileName, code.text] as const),
    ['Main.java', main(cases)],
  ],
  commands: (cases) => [
    ['javac', '-proc:none', '-d', '.', 'Main.java', ...cases.map(({ code }) => code.fileName)],
    ['java', '-XX:TieredStopAtLevel=1', '-cp', '.', 'Main'],
  ],
};
