package io.jiaozi.support.xml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One element of a small XML message, with everything in it. Immutable, safe for use by many
 * threads.
 *
 * <p>Read with the JDK's streaming parser, DTDs off, nothing resolved. Refused, with a {@link
 * MalformedXmlException}: whatever is not well formed; bytes that are not UTF-8, or a declaration
 * that claims another encoding; a DOCTYPE, even inside a text; references to entities other than
 * the five of XML itself and characters by number; comments and processing instructions, which cut
 * texts in two for some readers and not for others; text beside elements; namespaces and names with
 * a prefix; more than 1 MiB, 32 levels or 10,000 elements.
 */
public final class XmlMessage {

  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_LEVELS = 32;
  private static final int MOST_ELEMENTS = 10_000;
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*([\"'])1\\.0\\1"
              + "(?:\\s+encoding\\s*=\\s*([\"'])(?i:UTF-8)\\2)?"
              + "(?:\\s+standalone\\s*=\\s*([\"'])(?:yes|no)\\3)?\\s*\\?>");

  private final String name;
  private final Map<String, String> attributes;
  private final List<XmlMessage> children;
  private final String text;

  private XmlMessage(
      String name, Map<String, String> attributes, List<XmlMessage> children, String text) {
    this.name = name;
    this.attributes = Collections.unmodifiableMap(attributes);
    this.children = List.copyOf(children);
    this.text = text;
  }

  /**
   * Reads a message.
   *
   * @param utf8 at most 1 MiB; not modified
   * @return its outermost element
   * @throws MalformedXmlException if it is anything but a plain message
   */
  public static XmlMessage parse(byte[] utf8) {
    if (utf8.length > MOST_BYTES) {
      throw new MalformedXmlException("is larger than the limit of " + MOST_BYTES + " bytes");
    }
    String document = decoded(utf8);
    // No message of a channel has one, so it is not even looked for in the right place only.
    if (document.contains("<!DOCTYPE") || document.contains("<!ENTITY")) {
      throw new MalformedXmlException("has a document type, which is refused");
    }
    if (document.startsWith("<?xml") && !DECLARATION.matcher(document).lookingAt()) {
      throw new MalformedXmlException("claims another version than 1.0 or encoding than UTF-8");
    }
    try {
      XMLStreamReader in = factory().createXMLStreamReader(new StringReader(document));
      try {
        return new Reading(in).document();
      } finally {
        in.close();
      }
    } catch (XMLStreamException notWellFormed) {
      // Not chained: its text quotes the document.
      throw new MalformedXmlException("is not well formed");
    }
  }

  private static String decoded(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException other) {
      throw new MalformedXmlException("is not UTF-8");
    }
  }

  /** The JDK's own, whatever else is on the class path; one for each message, for it has state. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> {
          throw new XMLStreamException("Nothing is resolved.");
        });
    return factory;
  }

  /** The element's name. */
  public String name() {
    return name;
  }

  /** The text in it, references resolved and nothing trimmed; empty if it holds elements. */
  public String text() {
    return text;
  }

  /** Its attributes in their order. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** The elements in it, in their order. */
  public List<XmlMessage> children() {
    return children;
  }

  /** The elements of this name in it, in their order: a list. */
  public List<XmlMessage> children(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /**
   * The one element of this name in it; empty if there is none.
   *
   * @throws MalformedXmlException if there are several: which one counts must not be guessed
   */
  public Optional<XmlMessage> child(String childName) {
    List<XmlMessage> found = children(childName);
    if (found.size() > 1) {
      throw new MalformedXmlException("has an element twice that must stand once");
    }
    return found.stream().findFirst();
  }

  /**
   * The text of the one element of this name in it; empty if there is none.
   *
   * @throws MalformedXmlException if there are several, or it holds elements
   */
  public Optional<String> text(String childName) {
    Optional<XmlMessage> found = child(childName);
    if (found.isPresent() && !found.get().children.isEmpty()) {
      throw new MalformedXmlException("has elements where a text is expected");
    }
    return found.map(XmlMessage::text);
  }

  /** Shows names only. */
  @Override
  public String toString() {
    return "XmlMessage[" + children.size() + " elements inside]";
  }

  /** One pass over a document. */
  private static final class Reading {
    private final XMLStreamReader in;
    private int elements;

    Reading(XMLStreamReader in) {
      this.in = in;
    }

    XmlMessage document() throws XMLStreamException {
      if (next() != XMLStreamConstants.START_ELEMENT) {
        throw new MalformedXmlException("does not begin with an element");
      }
      XmlMessage message = element(1);
      if (next() != XMLStreamConstants.END_DOCUMENT) {
        throw new MalformedXmlException("goes on after its element");
      }
      return message;
    }

    /** The next event that means something; white space around the document does not. */
    private int next() throws XMLStreamException {
      int event = in.next();
      while (event == XMLStreamConstants.SPACE
          || (event == XMLStreamConstants.CHARACTERS && in.isWhiteSpace())) {
        event = in.next();
      }
      return event;
    }

    private XmlMessage element(int level) throws XMLStreamException {
      if (level > MOST_LEVELS || ++elements > MOST_ELEMENTS) {
        throw new MalformedXmlException("has too many levels or elements");
      }
      requireNoPrefix(in.getPrefix());
      if (in.getNamespaceCount() > 0) {
        throw new MalformedXmlException("declares a namespace, which is refused");
      }
      String name = in.getLocalName();
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int i = 0; i < in.getAttributeCount(); i++) {
        requireNoPrefix(in.getAttributePrefix(i));
        attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
      }
      List<XmlMessage> children = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
        switch (event) {
          case XMLStreamConstants.START_ELEMENT -> children.add(element(level + 1));
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              text.append(in.getText());
          default ->
              throw new MalformedXmlException(
                  "has a comment, an instruction or a reference, which are refused");
        }
      }
      if (!children.isEmpty()) {
        if (!text.toString().isBlank()) {
          throw new MalformedXmlException("has text beside elements");
        }
        text.setLength(0);
      }
      return new XmlMessage(name, attributes, children, text.toString());
    }

    private static void requireNoPrefix(@Nullable String prefix) {
      if (prefix != null && !prefix.isEmpty()) {
        throw new MalformedXmlException("has a name with a prefix, which is refused");
      }
    }
  }
}
