// Reads a JSON list of JSON texts, writes {form: [text or null]} as Jackson and Gson print them.
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class Forms {
  interface Form {
    String written(String text) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    ObjectMapper jackson = new ObjectMapper();
    ObjectMapper big = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    ObjectMapper sorted = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    ObjectMapper ascii = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    Gson gson = new GsonBuilder().serializeNulls().create();
    Gson plain = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    Gson pretty = new GsonBuilder().serializeNulls().setPrettyPrinting().create();
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("jackson tree", text -> jackson.writeValueAsString(jackson.readTree(text)));
    forms.put("jackson map", text -> jackson.writeValueAsString(jackson.readValue(text, Object.class)));
    forms.put("jackson sorted", text -> sorted.writeValueAsString(sorted.readValue(text, Object.class)));
    forms.put("jackson ascii", text -> ascii.writeValueAsString(ascii.readTree(text)));
    forms.put("jackson big decimal", text -> big.writeValueAsString(big.readTree(text)));
    forms.put("jackson pretty", text -> jackson.writerWithDefaultPrettyPrinter().writeValueAsString(jackson.readTree(text)));
    forms.put("gson tree", text -> gson.toJson(JsonParser.parseString(text)));
    forms.put("gson tree no html", text -> plain.toJson(JsonParser.parseString(text)));
    forms.put("gson tree pretty", text -> pretty.toJson(JsonParser.parseString(text)));
    forms.put("gson object", text -> gson.toJson(gson.fromJson(text, Object.class)));
    forms.put("gson object no html", text -> plain.toJson(gson.fromJson(text, Object.class)));

    List<?> texts = jackson.readValue(System.in.readAllBytes(), List.class);
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (Map.Entry<String, Form> form : forms.entrySet()) {
      List<String> outs = new ArrayList<>();
      for (Object text : texts) {
        String out;
        try {
          out = form.getValue().written((String) text);
          if (!StandardCharsets.UTF_8.newEncoder().canEncode(out)) out = null;
        } catch (Exception | StackOverflowError failure) {
          out = null;
        }
        outs.add(out);
      }
      result.put(form.getKey(), outs);
    }
    System.out.write(ascii.writeValueAsBytes(result));
    System.out.flush();
  }
}
