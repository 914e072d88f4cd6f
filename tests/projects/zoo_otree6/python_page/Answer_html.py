def title_block(**kwargs):
    yield 'A page without a template'


def content_block(components, **kwargs):
    yield '<p>Python wrote this text.</p>'
    yield components.formfields()
    yield components.next_button()
