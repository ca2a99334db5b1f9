{% load static %}{% for module in modules %}{% if forloop.first %}import { start } from "{% static module %}";{% else %}import { handlePush } from "{% static module %}";{% endif %}
{% endfor %}
start(self, {{ keeps|safe }});
{% if modules|length > 1 %}handlePush(self);{% endif %}
